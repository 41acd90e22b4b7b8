import { type Client, type Input, ProblemError, type Result } from './client.js';

export type Tokens = Result<'post', '/sessions'>;

/** The place where the tokens of a session are. */
export interface TokenStore {
  get(): Tokens | null | Promise<Tokens | null>;
  set(tokens: Tokens | null): void | Promise<void>;
}

/** Keeps tokens until the page or process ends. */
export function memoryStore(): TokenStore {
  let kept: Tokens | null = null;
  return { get: () => kept, set: tokens => { kept = tokens; } };
}

/** Keeps tokens in a storage of the browser: `sessionStorage` for a tab, `localStorage` for all tabs. */
export function webStore(storage: 'sessionStorage' | 'localStorage', name = 'byline.session'): TokenStore {
  const place = browserStorage(storage);
  if (!place) {
    return memoryStore();
  }
  return {
    get: () => JSON.parse(place.getItem(name) ?? 'null'),
    set: tokens => tokens ? place.setItem(name, JSON.stringify(tokens)) : place.removeItem(name),
  };
}

/** Returns a storage of the browser, or null where there is none, or where the reader refuses it. */
export function browserStorage(name: 'sessionStorage' | 'localStorage'): Storage | null {
  try {
    return globalThis[name] ?? null;
  } catch {
    return null;
  }
}

/** The time before the end of an access token at which it is exchanged, for clocks that differ. */
const EARLY_MILLIS = 30_000;

export type Session = ReturnType<typeof createSession>;

/** The session of a member. `session.client` sends its access token, and exchanges it before it expires. */
export function createSession(client: Client, store: TokenStore = memoryStore()) {
  let exchange: Promise<string | null> | null = null;

  const fresh = (tokens: Tokens | null) =>
    tokens && Date.parse(tokens.expiresAt) - EARLY_MILLIS > Date.now() ? tokens.accessToken : null;

  async function refresh(): Promise<string | null> {
    const tokens = await store.get(); // Another tab may have exchanged them meanwhile.
    if (!tokens || fresh(tokens)) {
      return fresh(tokens);
    }
    try {
      return await enter(client.post('/sessions/refresh', { body: { refreshToken: tokens.refreshToken } }));
    } catch (error) {
      return forgetIfRefused(error);
    }
  }

  async function forgetIfRefused(error: unknown): Promise<null> {
    if (!(error instanceof ProblemError) || error.status !== 401) {
      throw error;
    }
    await store.set(null);
    return null;
  }

  /** Returns a valid access token, or null if no member is signed in. */
  async function accessToken(): Promise<string | null> {
    const tokens = await store.get();
    if (!tokens || fresh(tokens)) {
      return fresh(tokens);
    }
    // A refresh token that is sent twice ends the session, so one exchange runs at a time, over all tabs.
    const locks = globalThis.navigator?.locks;
    exchange ??= (async () => locks ? locks.request('byline.session', refresh) : refresh())()
      .finally(() => { exchange = null; });
    return exchange;
  }

  async function enter(request: Promise<Tokens>): Promise<string> {
    const tokens = await request;
    await store.set(tokens);
    return tokens.accessToken;
  }

  const member = client.with({ token: accessToken });

  return {
    client: member,
    accessToken,

    /** Asks for an account, which exists once the link in the mail is used. */
    signUp: (account: Input<'post', '/members'>['body']) => client.post('/members', { body: account }),

    /** Verifies the address of a new account with the token from the mail. */
    verify: (token: string) => client.post('/members/verify', { body: { token } }),

    /** Signs in with a password. */
    signIn: (email: string, password: string) => enter(client.post('/sessions', { body: { email, password } })),

    /** Mails a link that signs in once. */
    sendLink: (email: string) => client.post('/members/sign-in-links', { body: { email } }),

    /** Signs in with the token of such a link. */
    signInWithLink: (token: string) => enter(client.post('/members/sign-in', { body: { token } })),

    /** Reads the account of the member, or null if no member is signed in, or the session was ended elsewhere. */
    async me() {
      try {
        return await accessToken() ? await member.get('/members/me') : null;
      } catch (error) {
        return forgetIfRefused(error);
      }
    },

    /** Ends the session. The tokens are forgotten even if Byline does not answer. */
    async signOut(): Promise<void> {
      try {
        if (await accessToken()) {
          await member.delete('/sessions/current');
        }
      } finally {
        await store.set(null);
      }
    },
  };
}
