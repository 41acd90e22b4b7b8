#!/usr/bin/env node
// Forwards TCP connections, and can go mute: it then accepts, forwards nothing and closes nothing.
//
// link.mjs LISTEN:TARGET…     ports of this machine
// SIGUSR2: mute. SIGCONT: forwards again, first of all what was held back. SIGHUP: forwards again, but only connections
// that are opened from now on; the older ones stay mute for ever, as behind a firewall that lost its state.
import net from 'node:net';

const pairs = new Set();
let mute = false;

function forward(pair) {
  const [client, server] = pair;
  if (client.destroyed || server.destroyed) {
    client.destroy();
    server.destroy();
    return;
  }
  client.pipe(server);
  server.pipe(client);
}

function silence([client, server]) {
  client.unpipe(server).pause();
  server.unpipe(client).pause();
}

function accept(client, target) {
  const server = net.connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
  const pair = [client, server];
  pairs.add(pair);
  for (const socket of pair) {
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!mute && pairs.delete(pair)) {
        pair.forEach((other) => other.destroy());
      }
    });
  }
  if (!mute) {
    forward(pair);
  }
}

process.on('SIGUSR2', () => {
  mute = true;
  pairs.forEach(silence);
});
process.on('SIGCONT', () => {
  mute = false;
  pairs.forEach(forward);
});
process.on('SIGHUP', () => {
  mute = false;
  // Forgotten pairs stay open, since their sockets are still referenced by the system.
  pairs.clear();
});
for (const argument of process.argv.slice(2)) {
  const [listen, target] = argument.split(':').map(Number);
  net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => accept(client, target))
    .listen(listen, '127.0.0.1');
}
