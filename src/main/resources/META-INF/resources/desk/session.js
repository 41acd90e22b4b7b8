// Signing in. A password is sent once and stored nowhere. Tokens and keys are in sessionStorage, or in localStorage if
// the person stays signed in. The refresh token is used before the access token expires; it is for one use only, so the
// windows of a browser that share a session take turns.
(desk => {
  'use strict';
  const STORED = 'byline.session';
  const LOCK = 'byline.refreshing';
  const EARLY = 120_000;
  const LOCK_LIFETIME = 10_000;
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('byline.session') : null;
  const pause = time => new Promise(resolve => setTimeout(resolve, time));
  let session = null;
  let timer = null;
  let refreshing = null;

  function stored() {
    for (const storage of [sessionStorage, localStorage]) {
      try {
        const found = JSON.parse(storage.getItem(STORED));
        if (found) {
          return { ...found, stay: storage === localStorage };
        }
      } catch {
        storage.removeItem(STORED);
      }
    }
    return null;
  }

  function keep(next) {
    session = next;
    sessionStorage.removeItem(STORED);
    if (!next || next.stay) {
      localStorage.removeItem(STORED);
    }
    if (next) {
      const { stay, ...text } = next;
      (stay ? localStorage : sessionStorage).setItem(STORED, JSON.stringify(text));
    }
    clearTimeout(timer);
    if (next && next.refresh) {
      timer = setTimeout(() => desk.session.fresh(), Math.max(next.expiresAt - Date.now() - EARLY, 1000));
    }
    show();
  }

  /** Tells Swagger UI about the session: it closes the padlocks and sends the token. */
  function show() {
    desk.update({ session: session && { kind: session.refresh ? 'account' : 'key', stay: session.stay } });
    const { authActions, authSelectors, specSelectors } = desk.system;
    const definitions = specSelectors.specJson().getIn(['components', 'securitySchemes']);
    const authorized = authSelectors.authorized();
    if (authorized && authorized.size) {
      authActions.logout([...authorized.keys()]);
    }
    if (session && definitions) {
      definitions.forEach((schema, name) => {
        if (session.refresh && schema.get('type') === 'oauth2') {
          authActions.authorizeOauth2({
            auth: { name, schema }, token: { access_token: session.access, token_type: 'Bearer' },
          });
        } else if (session.key && schema.get('scheme') === 'bearer') {
          authActions.authorize({ [name]: { name, schema, value: session.key } });
        }
      });
    }
  }

  async function token(fields) {
    const sentAt = Date.now();
    const answer = await fetch('/api/v1/sessions/token', {
      method: 'POST', cache: 'no-store', body: new URLSearchParams(fields),
    });
    const body = await answer.json().catch(() => ({}));
    return {
      status: answer.status,
      body,
      retryAfter: answer.headers.get('Retry-After'),
      tokens: answer.ok ? {
        access: body.access_token, refresh: body.refresh_token, expiresAt: sentAt + body.expires_in * 1000,
      } : null,
    };
  }

  /** Runs an action while no other window of this browser refreshes; `waited` says whether one did. */
  async function alone(action) {
    if (navigator.locks) {
      const free = await navigator.locks.request(LOCK, { ifAvailable: true }, lock => lock && action(false).then(() => true));
      return free || navigator.locks.request(LOCK, () => action(true));
    }
    // Pages without TLS have no locks.
    const mine = `${Math.random()}`;
    let waited = false;
    for (;;) {
      const [since] = (localStorage.getItem(LOCK) || '0').split(' ');
      if (Date.now() - Number(since) > LOCK_LIFETIME) {
        localStorage.setItem(LOCK, `${Date.now()} ${mine}`);
        await pause(30);
        if ((localStorage.getItem(LOCK) || '').endsWith(mine)) {
          break;
        }
      }
      waited = true;
      await pause(50);
    }
    try {
      return await action(waited);
    } finally {
      localStorage.removeItem(LOCK);
    }
  }

  async function refresh(waited) {
    if (waited) {
      await pause(100);
    }
    const newest = session && session.stay ? stored() : session;
    if (newest && session && newest.refresh !== session.refresh) {
      keep(newest);
    }
    if (!session || !session.refresh || session.expiresAt - Date.now() > EARLY) {
      return;
    }
    const used = session.refresh;
    const answer = await token({ grant_type: 'refresh_token', refresh_token: used }).catch(() => null);
    if (answer && answer.tokens) {
      keep({ ...session, ...answer.tokens });
      channel?.postMessage({ was: used, session });
    } else if (answer && [400, 401].includes(answer.status)) {
      keep(null);
      desk.update({ signingIn: true, notice: 'Your session has ended. Sign in again: what you wrote is still here.' });
    } else {
      timer = setTimeout(() => desk.session.fresh(), 10_000);
    }
  }

  /** Ends what this window has of a session. The browser asks first if text would be lost. */
  function clear() {
    keep(null);
    localStorage.removeItem('authorized');
    // The memory of the page has texts and answers that the next person should not see.
    location.reload();
  }

  desk.session = {
    start() {
      // Earlier versions let Swagger UI store its authorization here, with the password.
      localStorage.removeItem('authorized');
      session = stored();
      if (channel) {
        channel.onmessage = ({ data }) => {
          if (data.signedOut && session && session.stay) {
            clear();
          } else if (data.was && session && session.refresh === data.was) {
            keep(data.session);
          }
        };
      }
      document.addEventListener('visibilitychange', () => document.hidden || desk.session.fresh());
    },

    /** Called when a contract is loaded, which brings the names of the security schemes. */
    apply() {
      keep(session);
      if (session) {
        desk.session.fresh().then(desk.session.load);
      }
    },

    /** Uses the refresh token if the access token expires soon. */
    fresh() {
      if (!session || !session.refresh || session.expiresAt - Date.now() > EARLY) {
        return Promise.resolve();
      }
      refreshing = refreshing || alone(refresh).finally(() => {
        refreshing = null;
      });
      return refreshing;
    },

    async authorization() {
      await desk.session.fresh();
      return session ? `Bearer ${session.refresh ? session.access : session.key}` : null;
    },

    /** Signs in with an account; returns the reason if that is refused. */
    async signIn(email, password, stay) {
      const answer = await token({ grant_type: 'password', username: email, password }).catch(() => null);
      if (!answer) {
        return 'The server cannot be reached.';
      }
      if (answer.tokens) {
        keep({ ...answer.tokens, stay });
        await desk.session.load();
        return null;
      }
      if (answer.status === 401 || answer.body.error === 'invalid_grant') {
        return 'The email or the password is wrong.';
      }
      if (answer.status === 429) {
        return `Too many attempts. Try again in ${answer.retryAfter || 60} seconds.`;
      }
      return answer.body.error_description || desk.problem(answer);
    },

    /** Signs in with an API key; returns the reason if the key is refused. */
    async useKey(text, stay) {
      const key = text.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
      const answer = await fetch(`${desk.ADMIN}/accounts/me`, {
        cache: 'no-store', headers: { Authorization: `Bearer ${key}` },
      }).catch(() => null);
      if (!answer) {
        return 'The server cannot be reached.';
      }
      if (!answer.ok) {
        return answer.status === 401 ? 'This key is not valid: it is unknown, revoked or expired.'
          : `The server answered ${answer.status}.`;
      }
      keep({ key, stay });
      await desk.session.load();
      return null;
    },

    /** Who signed in, and the settings of the site that forms need. */
    async load() {
      const [me, site] = await Promise.all(['accounts/me', 'site'].map(path =>
        desk.call('GET', `${desk.ADMIN}/${path}`).catch(() => null)));
      if (me && me.status === 401 && session && session.key) {
        keep(null);
        desk.update({ notice: 'The key is no longer valid.' });
        return;
      }
      const settings = site && site.ok ? site.body : await fetch('/api/v1/site').then(answer => answer.json(), () => null);
      desk.update({ me: me && me.ok ? me.body : null, site: settings });
      if (site && site.ok) {
        desk.current.learn('site', site.body, true);
      }
      if (me && me.ok && me.body.id) {
        desk.current.learn('me', me.body, true);
      }
    },

    async signOut() {
      if (desk.draft.unsaved() && !confirm('Something that you wrote is not sent yet. Sign out, and discard it?')) {
        return;
      }
      desk.draft.discard();
      if (session && session.refresh) {
        await desk.call('DELETE', '/api/v1/sessions/current').catch(() => null);
      }
      const shared = session && session.stay;
      if (shared) {
        channel?.postMessage({ signedOut: true });
      }
      clear();
    },
  };
})(window.BylineDesk);
