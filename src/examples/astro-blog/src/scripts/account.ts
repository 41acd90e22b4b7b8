// Sign-up, sign-in and the links of mails, whose token is behind the `#`, so that no server logs it.
import { byline, lang, onSubmit, session, texts } from './page';

const state = document.querySelector<HTMLOutputElement>('#state')!;
const form = (id: string) => document.querySelector<HTMLFormElement>(id);

async function show(message?: string) {
  const member = await session.me();
  state.value = message ?? (member ? texts.say(texts.signedIn, member.name) : '');
  document.querySelector<HTMLElement>('#forms')!.hidden = !!member;
  document.querySelector<HTMLElement>('#sign-out')!.hidden = !member;
  document.querySelector('.account')!.textContent = member?.name ?? texts.account;
}

onSubmit(form('#sign-up'), async ({ name, email, password }) => {
  await session.signUp({ name: name!, email: email!, password: password!, locale: lang });
  return texts.mailed;
});
onSubmit(form('#sign-in'), async ({ email, password }) => {
  await session.signIn(email!, password!);
  await show();
  return '';
});
onSubmit(form('#link'), async ({ email }) => {
  await session.sendLink(email!);
  return texts.mailed;
});
document.querySelector<HTMLElement>('#sign-out')!.onclick = async () => {
  await session.signOut().catch(() => null);
  await show();
};

addEventListener('hashchange', () => location.reload());
const [purpose, token = ''] = location.hash.slice(1).split('=');
history.replaceState(null, '', location.pathname + location.search);
try {
  if (purpose === 'verify') {
    await session.verify(token);
  } else if (purpose === 'sign-in') {
    await session.signInWithLink(token);
  } else if (purpose === 'confirm') {
    await byline.post('/subscriptions/confirm', { body: { token } });
  }
  await show({ verify: texts.verified, confirm: texts.confirmed }[purpose!]);
} catch (error) {
  state.value = error instanceof Error ? error.message : texts.failed;
}
