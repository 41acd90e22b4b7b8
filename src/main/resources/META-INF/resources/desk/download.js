// Answers that are files. Swagger UI would put the whole file into the page.
(desk => {
  'use strict';
  const NDJSON = 'application/x-ndjson';

  desk.isDownload = operation => {
    const ok = operation.responses && operation.responses['200'];
    return !!(ok && ok.content && Object.keys(ok.content).every(type => type === NDJSON));
  };

  /** Fetches the file with the filters of the form, and hands it to the browser. */
  async function save(operation, params) {
    const values = params.map(param => [param, desk.draft.valueOf(operation, param)]).filter(([, value]) =>
      value !== undefined && value !== '');
    const path = values.filter(([param]) => param.get('in') === 'path').reduce((url, [param, value]) =>
      url.replace(`{${param.get('name')}}`, encodeURIComponent(value)), operation.path);
    const query = new URLSearchParams(values.filter(([param]) => param.get('in') === 'query').map(([param, value]) =>
      [param.get('name'), String(value)]).toArray());
    const answer = await fetch(`${path}?${query}`, {
      cache: 'no-store', headers: { Authorization: await desk.session.authorization(), Accept: `${NDJSON}, */*` },
    });
    if (!answer.ok) {
      return desk.problem({ status: answer.status, body: await answer.json().catch(() => null) });
    }
    const named = /filename="?([^";]+)/.exec(answer.headers.get('Content-Disposition') || '');
    const url = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement('a'), { href: url, download: named ? named[1] : `${operation.operationId}.ndjson` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return null;
  }

  desk.Download = function Download({ operation, params }) {
    const { useState } = desk.system.React;
    const [said, setSaid] = useState(null);
    return desk.h('p', null, desk.h('button', {
      type: 'button', className: 'desk-main', 'data-first': true,
      onClick: async () => {
        setSaid({ text: 'The file is on its way …' });
        const problem = await save(operation, params).catch(() => 'The server cannot be reached.');
        setSaid(problem ? { wrong: true, text: problem } : { text: 'The file is in your downloads.' });
      },
    }, 'Download the file'), ' ', desk.h('span', { role: 'status', className: said && said.wrong ? 'desk-problem' : '' }, said && said.text));
  };
})(window.BylineDesk);
