// Webhooks, signed by Node's own HMAC; the first is the example of the Standard Webhooks specification.
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { mock, test } from 'node:test';
import { webhookRoute } from '@byline/client/next';
import { verifyWebhook, WebhookError } from '@byline/client/webhook';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const EVENT = JSON.stringify({
  type: 'article.published', timestamp: '2026-11-30T05:00:00Z',
  data: { id: '0190', slug: 'đêm', surrogateKeys: ['articles', '0190', 'dem'], article: { title: 'Tuyến đêm' } },
});
const now = () => Math.floor(Date.now() / 1000);
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

function signature(secret, body, timestamp = now(), id = ID) {
  return `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${id}.${timestamp}.`).update(body)
    .digest('base64')}`;
}

function request(signed, body = EVENT, timestamp = now(), headers = {}) {
  return new Request('https://blog.example/api/byline', {
    method: 'POST', body, headers: {
      'webhook-id': ID, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': signed, ...headers,
    },
  });
}

const refused = (signed, ...rest) => assert.rejects(verifyWebhook(request(signed, ...rest), SECRET), WebhookError);

test('the example of the specification is verified at its time, and refused today', async () => {
  const body = '{"test": 2432232314}';
  const example = () => request('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', body, 1614265330);
  await assert.rejects(verifyWebhook(example(), SECRET), WebhookError);
  mock.timers.enable({ apis: ['Date'], now: 1614265330_000 });
  try {
    assert.deepEqual(await verifyWebhook(example(), SECRET), { id: ID, test: 2432232314 });
    assert.deepEqual(await verifyWebhook(example(), SECRET.slice(6)), { id: ID, test: 2432232314 });
  } finally {
    mock.timers.reset();
  }
});

test('an event is read with its id, whatever its letters are', async () => {
  const event = await verifyWebhook(request(signature(SECRET, EVENT)), SECRET);
  assert.deepEqual(event, { id: ID, ...JSON.parse(EVENT) });
});

test('one of several signatures and one of several secrets suffice', async () => {
  const [old, other] = [newSecret(), newSecret()];
  const both = `${signature(other, EVENT)} ${signature(old, EVENT)}`;
  assert.equal((await verifyWebhook(request(both), old)).id, ID);
  assert.equal((await verifyWebhook(request(both), [SECRET, other])).id, ID);
  await assert.rejects(verifyWebhook(request(both), SECRET), WebhookError);
  await assert.rejects(verifyWebhook(request(both), [SECRET, newSecret()]), WebhookError);
});

test('another body, id, time or version of the signature is refused', async () => {
  const signed = signature(SECRET, EVENT);
  await refused(signed, `${EVENT} `);
  await refused(signed, EVENT, now(), { 'webhook-id': 'msg_other' });
  await refused(signed, EVENT, now() - 10);
  await refused(signed.replace('v1,', 'v1a,'));
  await refused(signed.replace('v1,', ''));
  await refused(signed.slice(0, -8));
  await refused('v1, v1,%%% v1,');
  await refused('');
  await refused(signature(SECRET, EVENT, now() - 310), EVENT, now() - 310);
  await refused(signature(SECRET, EVENT, now() + 310), EVENT, now() + 310);
  await refused(signature(SECRET, EVENT, 'NaN'), EVENT, 'NaN');
  await refused(signature(SECRET, EVENT, ''), EVENT, '');
  const late = now() - 290;
  assert.equal((await verifyWebhook(request(signature(SECRET, EVENT, late), EVENT, late), SECRET)).id, ID);
});

test('a secret that is missing or broken is an error of the caller, never a signature that fits', async () => {
  const empty = `v1,${createHmac('sha256', '').update(`${ID}.${now()}.${EVENT}`).digest('base64')}`;
  for (const secret of [undefined, '', 'whsec_', 'whsec_%%%', [], [SECRET, '']]) {
    await assert.rejects(verifyWebhook(request(empty), secret), TypeError);
  }
});

test('a route of Next.js expires what the event changes, once the request is verified', async () => {
  const expired = [];
  const route = webhookRoute(SECRET, { revalidateTag: (...given) => expired.push(given) });
  const response = await route(request(signature(newSecret(), EVENT)));
  assert.equal(response.status, 401);
  assert.match(await response.text(), /fits the secret/);
  assert.deepEqual(expired, []);
  assert.equal((await route(request(signature(SECRET, EVENT)))).status, 204);
  assert.deepEqual(expired, ['articles', '0190', 'dem'].map(key => [key, { expire: 0 }]));
  const imported = '{"type":"import.finished","timestamp":"2026-11-30T05:00:00Z","data":{"surrogateKeys":[]}}';
  assert.equal((await route(request(signature(SECRET, imported), imported))).status, 204);
  assert.deepEqual(expired.at(-1), ['site', { expire: 0 }]);
  const other = '{"type":"webhook.test","timestamp":"2026-11-30T05:00:00Z","data":{}}';
  assert.equal((await route(request(signature(SECRET, other), other))).status, 204);
  await assert.rejects(webhookRoute(undefined, {})(request(signature(SECRET, EVENT))), TypeError);
});
