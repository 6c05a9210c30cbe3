// PeerServer (npm `peer`) in a process of its own. Argument: its options as JSON.
import { PeerServer } from 'peer';

const server = PeerServer(JSON.parse(process.argv[2] ?? ''), () => process.stdout.write('listening\n'));
// Without a listener, the first text that is not JSON ends it.
server.on('error', (error) => process.stderr.write(`${error.message}\n`));
