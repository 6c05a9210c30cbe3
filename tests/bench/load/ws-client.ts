// The load client where there is no C compiler: wsload.c's arguments, commands and answers over npm `ws`. It is several
// times slower, so that what it measures by wall clock is often its own speed ("client-bound").
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { callOf, type Known, peerSignal, readStamp, tincanSend, tincanSignal } from './speech.ts';

const { values } = parseArgs({
  options: {
    k: { type: 'string', short: 'k' },
    P: { type: 'string', short: 'P' },
    f: { type: 'string', short: 'f' },
    b: { type: 'string', short: 'b', default: '0' },
    T: { type: 'boolean', short: 'T' },
  },
});
const peerProtocol = values.k === 'peer';
const MESSAGE_BYTES = 500;
const AT_ONCE = 64;
/** One address has some 28,000 ports; elsewhere than on Linux only 127.0.0.1 is there. */
const PORTS_OF_AN_ADDRESS = 20_000;

interface Endpoint extends Known {
  readonly index: number;
  readonly ticket: string;
  readonly localAddress: string;
  endpoint: string;
  socket?: WebSocket;
  ready: boolean;
}

const endpoints: readonly Endpoint[] = readFileSync(values.f ?? '', 'utf8')
  .trim()
  .split('\n')
  .map((line, index) => {
    const [ticket = '', account = '', device = ''] = line.split(' ');
    const address = process.platform === 'linux' ? Math.floor((Number(values.b) + index) / PORTS_OF_AN_ADDRESS) : 0;
    return { index, ticket, localAddress: `127.0.0.${address + 1}`, account, device, endpoint: '', ready: false };
  });

let count = {
  sent: 0,
  completed: 0,
  astray: 0,
  delivered: 0,
  presences: 0,
  framesIn: 0,
  bytesIn: 0,
  refused: 0,
  refusal: '',
  dead: 0,
  inCall: 0,
  messageBytes: 0,
};
let latencies: number[] = [];
let inFlight: number[] = [];
let finishing: 0 | 1 = 1;
let lastCompletion = 0n;
let ulid = 0;
const reset = (): void => {
  count = { ...count, sent: 0, completed: 0, astray: 0, bytesIn: 0 };
  latencies = [];
};

const refuse = (text: string): void => {
  if (count.refused++ === 0) count.refusal = text.slice(0, 200);
};

const complete = (endpoint: Endpoint, text: string): boolean => {
  const stamp = readStamp(text);
  if (!stamp || /"error"/i.test(text.slice(0, 80))) return false;
  if (endpoint.index !== stamp.pair * 2 + finishing) count.astray++;
  else {
    lastCompletion = process.hrtime.bigint();
    latencies.push(Number(lastCompletion - stamp.at) / 1000);
    inFlight[stamp.pair] = (inFlight[stamp.pair] ?? 0) - 1;
    count.completed++;
  }
  return true;
};

const onTincan = (endpoint: Endpoint, frame: Record<string, unknown>, text: string): void => {
  const say = (answer: object) => endpoint.socket?.send(JSON.stringify(answer));
  const call = callOf(endpoint.index >> 1);
  if (frame.type === 'welcome') {
    endpoint.endpoint = String(frame.endpoint);
    say({ type: 'hello', id: 'h', after: 0, active: true });
  } else if (frame.type === 'roster') endpoint.ready = true;
  else if (frame.type === 'presence') count.presences += text.split('"status":"online"').length - 1;
  else if (frame.type === 'deliver') {
    const seqs = [...text.matchAll(/"seq":(\d+)/g)].map((found) => Number(found[1]));
    count.delivered += seqs.length;
    say({ type: 'acknowledge', through: Math.max(...seqs) });
  } else if (frame.type === 'call' && text.includes('"state":"proposed"') && endpoint.index % 2 === 1) {
    say({ type: 'call-ringing', call });
    say({ type: 'call-accept', id: 'a', call });
  } else if (frame.type === 'call' && text.includes('"state":"accepted"') && endpoint.index % 2 === 0) count.inCall++;
  else if (frame.type === 'error') refuse(text);
};

const onText = (endpoint: Endpoint, text: string): void => {
  count.framesIn++;
  count.bytesIn += text.length;
  if (complete(endpoint, text)) return;
  const frame: Record<string, unknown> = JSON.parse(text);
  if (!peerProtocol) onTincan(endpoint, frame, text);
  else if (frame.type === 'OPEN') endpoint.ready = true;
  else refuse(text);
};

/** Kept, so that they stay open. */
const handshakes: TLSSocket[] = [];
const shakeHands = (endpoint: Endpoint): Promise<void> =>
  new Promise((resolve, reject) => {
    const where = { host: '127.0.0.1', port: Number(values.P), localAddress: endpoint.localAddress };
    const socket = connect({ ...where, rejectUnauthorized: false }, () => {
      endpoint.ready = true;
      resolve();
    });
    socket.on('error', reject);
    handshakes.push(socket);
  });

const open = (endpoint: Endpoint): Promise<void> =>
  new Promise((resolve) => {
    const origin = `${values.T ? 'wss' : 'ws'}://127.0.0.1:${values.P}`;
    const id = `c${String(Number(values.b) + endpoint.index).padStart(7, '0')}`;
    const { localAddress } = endpoint;
    const options = { rejectUnauthorized: false, perMessageDeflate: false, localAddress };
    const socket = peerProtocol
      ? new WebSocket(`${origin}/peerjs?key=peerjs&id=${id}&token=t&version=1.5.5`, options)
      : new WebSocket(`${origin}/ws`, ['tincan.v1', `ticket.${endpoint.ticket}`], options);
    endpoint.socket = socket;
    socket.on('message', (data) => {
      onText(endpoint, data.toString());
      if (endpoint.ready) resolve();
    });
    socket.on('error', (error) => refuse(error.message));
    socket.on('close', (code, reason) => {
      refuse(`closed with ${code} ${reason.toString()}`);
      endpoint.ready = false;
      count.dead++;
      resolve();
    });
  });

const seconds = (since: bigint, until = process.hrtime.bigint()): number => Number(until - since) / 1e9;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const waitFor = async (held: () => boolean, limit: number): Promise<void> => {
  const start = process.hrtime.bigint();
  while (!held() && seconds(start) < limit) await turn();
};

const answer = (what: string, took: number): void => {
  const sorted = latencies.sort((a, b) => a - b);
  const percentile = (p: number) => sorted[Math.floor(p * (sorted.length - 1))] ?? 0;
  const usage = process.cpuUsage();
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const report = {
    what,
    ready,
    seconds: took,
    ...count,
    p50us: percentile(0.5),
    p99us: percentile(0.99),
    clientCpuSeconds: (usage.user + usage.system) / 1e6,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
};

const textFor = (what: string, pair: number, at = process.hrtime.bigint()): string => {
  const [from, to] = [endpoints[pair * 2], endpoints[pair * 2 + 1]];
  if (!from || !to) throw new Error(`there is no pair ${pair}`);
  if (what === 'send') return tincanSend(from, to, pair, at, ++ulid);
  return peerProtocol ? peerSignal(pair, at, MESSAGE_BYTES) : tincanSignal(to, pair, at, MESSAGE_BYTES);
};

const closedLoop = async (what: string, pairs: number, window: number, limit: number, most: number): Promise<void> => {
  finishing = what === 'signal' ? 1 : 0;
  inFlight = new Array<number>(pairs).fill(0);
  const start = process.hrtime.bigint();
  while (seconds(start) < limit && count.sent < most) {
    for (let pair = 0; pair < pairs; pair++) {
      for (; (inFlight[pair] ?? 0) < window && count.sent < most; count.sent++) {
        const text = textFor(what === 'signal' ? 'signal' : 'send', pair);
        count.messageBytes = text.length;
        endpoints[pair * 2]?.socket?.send(text);
        inFlight[pair] = (inFlight[pair] ?? 0) + 1;
      }
    }
    await turn();
  }
  await waitFor(() => count.completed >= count.sent, 5);
  answer(what, seconds(start, lastCompletion));
};

/** So many a second whatever is answered. Latency counts from when each was due, not from when it left. */
const openLoop = async (what: string, pairs: number, rate: number, limit: number): Promise<void> => {
  const kind = what === 'pace' ? 'signal' : 'send';
  finishing = kind === 'signal' ? 1 : 0;
  inFlight = new Array<number>(pairs).fill(0);
  const start = process.hrtime.bigint();
  const dueAt = (next: number): bigint => start + BigInt(Math.floor((next * 1e9) / rate));
  for (; count.sent < rate * limit; await turn()) {
    for (; count.sent < rate * limit && dueAt(count.sent) <= process.hrtime.bigint(); count.sent++) {
      const pair = count.sent % pairs;
      const text = textFor(kind, pair, dueAt(count.sent));
      count.messageBytes = text.length;
      endpoints[pair * 2]?.socket?.send(text);
    }
  }
  await waitFor(() => count.completed >= count.sent, 5);
  answer(what, seconds(start, lastCompletion));
};

/** How much later than asked it wakes: a timer of Node counts milliseconds, so turns of the event loop are timed instead. */
const probe = async (limit: number): Promise<void> => {
  const start = process.hrtime.bigint();
  while (seconds(start) < limit) {
    const before = process.hrtime.bigint();
    await turn();
    latencies.push(Number(process.hrtime.bigint() - before) / 1000);
  }
  answer('probe', limit);
};

const obey = async (line: string): Promise<void> => {
  const [what = '', ...rest] = line.split(' ');
  const [first = 0, window = 0, limit = 0] = rest.map(Number);
  const start = process.hrtime.bigint();
  reset();
  if (what === 'signal' || what === 'send') return closedLoop(what, first, window, limit, Number.POSITIVE_INFINITY);
  if (what === 'fill') return closedLoop(what, first, window, 60, first * limit);
  if (what === 'steady' || what === 'pace') return openLoop(what, first, window, limit);
  if (what === 'probe') return probe(first);
  if (what === 'call') {
    count.inCall = 0;
    for (let pair = 0; pair < first; pair++) {
      const invite = {
        type: 'call-invite',
        id: 'i',
        call: callOf(pair),
        callee: endpoints[pair * 2 + 1]?.account,
        media: 'audio',
      };
      endpoints[pair * 2]?.socket?.send(JSON.stringify(invite));
    }
    await waitFor(() => count.inCall >= first, 20);
  } else if (what === 'presences') await waitFor(() => count.presences >= first, 60);
  else if (what === 'deliveries') await waitFor(() => count.delivered >= first, 60);
  else if (what === 'idle') await pause(first * 1000);
  else process.exit(0);
  answer(what, seconds(start));
};

const start = process.hrtime.bigint();
const wanted = endpoints.filter(({ ticket }) => ticket !== '-');
for (let i = 0; i < wanted.length; i += AT_ONCE)
  await Promise.all(wanted.slice(i, i + AT_ONCE).map(values.k === 'handshake' ? shakeHands : open));
answer('connect', seconds(start));
setInterval(() => {
  for (const { socket, ready } of values.k === 'tincan' ? wanted : []) if (ready) socket?.send('{"type":"ping"}');
}, 20_000);
for await (const line of createInterface({ input: process.stdin })) await obey(line);
