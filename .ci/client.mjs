// An HTTP client for scripts that load the service: connections are kept, and silence ends a request.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true });

/**
 * Sends a request with an optional body, a text or an object that becomes JSON; fails if the connection breaks or stays
 * silent for the timeout.
 */
export function send(method, url, body, headers = {}, timeout = 30_000) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method, agent, timeout, headers: { 'Content-Type': 'application/json', ...headers },
    }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no response within ${timeout / 1000} seconds`)));
    request.on('error', reject);
    request.end(typeof body === 'object' ? JSON.stringify(body) : body);
  });
}
