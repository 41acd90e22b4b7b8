// A mail server that accepts everything, and notes who received a mail.
import net from 'node:net';

/** Starts the server; returns the receivers, one for each mail. */
export function startMailServer(port) {
  const receivers = [];
  const server = net.createServer((socket) => {
    let rest = '';
    let receiver;
    let isData = false;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop();
      for (const line of lines) {
        const command = isData ? '' : line.slice(0, 4).toUpperCase();
        if (isData && line === '.') {
          receivers.push(receiver);
        } else if (isData) {
          continue;
        }
        isData = command === 'DATA';
        receiver = command === 'RCPT' ? /<(.*?)>/.exec(line)[1] : receiver;
        socket.write({ DATA: '354 Send the mail\r\n', QUIT: '221 Bye\r\n' }[command] ?? '250 OK\r\n');
      }
    });
    socket.write('220 Welcome\r\n');
  });
  server.listen(port, '127.0.0.1').unref();
  return receivers;
}
