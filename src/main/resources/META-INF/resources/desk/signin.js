// The dialog in which people sign in, in place of the one of Swagger UI.
(desk => {
  'use strict';

  function Field({ id, label, ...input }) {
    return desk.h('p', { className: 'desk-field' }, desk.h('label', { htmlFor: id }, label), desk.h('input', { id, ...input }));
  }

  /** One way to sign in: a form that says what is wrong, and closes the dialog when all is right. */
  function Way({ title, button, hidden, children, submit }) {
    const { useState } = desk.system.React;
    const [problem, setProblem] = useState(null);
    const [busy, setBusy] = useState(false);
    return desk.h('form', {
      className: 'desk-way', hidden, 'aria-label': title,
      onSubmit: async event => {
        event.preventDefault();
        const form = event.currentTarget;
        setBusy(true);
        setProblem(null);
        const reason = await submit(form.elements);
        setBusy(false);
        if (reason) {
          setProblem(reason);
          form.querySelector('input').focus();
        } else {
          form.reset();
          desk.update({ signingIn: false, notice: null });
        }
      },
    },
    children,
    desk.h('p', { className: 'desk-check' }, desk.h('label', null,
      desk.h('input', { type: 'checkbox', name: 'stay' }), ' Stay signed in on this computer')),
    desk.h('p', { role: 'alert', className: 'desk-problem' }, problem),
    desk.h('button', { className: 'desk-main', disabled: busy }, busy ? 'One moment …' : button));
  }

  desk.SignIn = function SignIn() {
    const { useRef, useEffect, useState } = desk.system.React;
    const { signingIn, notice } = desk.useState();
    const [way, setWay] = useState('account');
    const dialog = useRef(null);
    useEffect(() => {
      if (signingIn && !dialog.current.open) {
        dialog.current.showModal();
      } else if (!signingIn && dialog.current.open) {
        dialog.current.close();
      }
    }, [signingIn]);
    const choice = (value, label) => desk.h('button', {
      type: 'button', className: 'desk-tab', 'aria-pressed': way === value, onClick: () => setWay(value),
    }, label);
    return desk.h('dialog', {
      ref: dialog, className: 'desk-dialog', 'aria-labelledby': 'desk-sign-in',
      onClose: () => desk.update({ signingIn: false }),
    },
    desk.h('h2', { id: 'desk-sign-in' }, 'Sign in'),
    notice && desk.h('p', { role: 'status' }, notice),
    desk.h('p', { className: 'desk-tabs' }, choice('account', 'Email and password'), choice('key', 'API key')),
    desk.h(Way, {
      title: 'Email and password', button: 'Sign in', hidden: way !== 'account',
      submit: fields => desk.session.signIn(fields.email.value.trim(), fields.password.value, fields.stay.checked),
    },
    desk.h(Field, { id: 'desk-email', name: 'email', label: 'Email', type: 'email', autoComplete: 'username', required: true }),
    desk.h(Field, {
      id: 'desk-password', name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password',
      required: true,
    })),
    desk.h(Way, {
      title: 'API key', button: 'Use this key', hidden: way !== 'key',
      submit: fields => desk.session.useKey(fields.key.value, fields.stay.checked),
    },
    desk.h(Field, {
      id: 'desk-key', name: 'key', label: 'Key, with or without “Bearer”', type: 'password', autoComplete: 'off',
      required: true,
    })),
    desk.h('button', { type: 'button', className: 'desk-plain', onClick: () => dialog.current.close() }, 'Cancel'));
  };
})(window.BylineDesk);
