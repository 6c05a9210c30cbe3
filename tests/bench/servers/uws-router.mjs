// A router on raw uWebSockets.js: reads no more of a message than whom it is for, passes the text on as it is, and writes
// what goes to one socket in one turn of the event loop at once. Arguments: port, and for TLS a key and a certificate file.
import { App, SSLApp } from 'uWebSockets.js';

const [port, key, cert] = process.argv.slice(2);
const DESTINATION = '"dst":"';

const app =
  key && cert ? SSLApp({ key_file_name: key, cert_file_name: cert, ssl_prefer_low_memory_usage: true }) : App();
const sockets = new Map();
let dirty = [];

const flush = () => {
  const full = dirty;
  dirty = [];
  for (const socket of full) {
    const texts = socket.outbox ?? [];
    socket.outbox = undefined;
    if (sockets.get(socket.id) !== socket) continue;
    if (texts.length === 1) socket.send(texts[0] ?? '');
    else
      socket.cork(() => {
        for (const text of texts) socket.send(text);
      });
  }
};

app.ws('/*', {
  compression: 0,
  maxPayloadLength: 64 * 1024,
  maxBackpressure: 64 * 1024 * 1024,
  idleTimeout: 0,
  upgrade(res, req, context) {
    const seat = { id: req.getQuery('id') ?? '', outbox: undefined };
    const header = (name) => req.getHeader(name);
    res.upgrade(
      seat,
      header('sec-websocket-key'),
      header('sec-websocket-protocol'),
      header('sec-websocket-extensions'),
      context,
    );
  },
  open(ws) {
    sockets.set(ws.id, ws); // the fields of its seat are its own
    ws.send('{"type":"OPEN"}');
  },
  message(_, message) {
    const text = Buffer.from(message).toString();
    const from = text.indexOf(DESTINATION) + DESTINATION.length;
    const to = sockets.get(text.slice(from, text.indexOf('"', from)));
    if (!to) return;
    if (to.outbox) to.outbox.push(text);
    else {
      to.outbox = [text];
      if (dirty.push(to) === 1) setImmediate(flush);
    }
  },
  close(ws) {
    sockets.delete(ws.id);
  },
});
app.listen('127.0.0.1', Number(port), (socket) => {
  process.stdout.write(socket ? 'listening\n' : 'cannot listen\n');
});
process.on('SIGTERM', () => process.exit(0));
