// PeerServer (npm `peer`) with limits that are out of the way. Arguments: port, and for TLS a key and a certificate file.
import { readFileSync } from 'node:fs';
import { PeerServer } from 'peer';

const [port, key, cert] = process.argv.slice(2);

PeerServer(
  {
    port: Number(port),
    host: '127.0.0.1',
    path: '/',
    concurrent_limit: 1e6,
    alive_timeout: 1e8,
    ...(key && cert ? { ssl: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } } : {}),
  },
  () => process.stdout.write('listening\n'),
);
process.on('SIGTERM', () => process.exit(0));
