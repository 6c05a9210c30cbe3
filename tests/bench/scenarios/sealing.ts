import { performance } from 'node:perf_hooks';
import { hpkeSealer } from '#shared/client/seal/hpke.ts';
import { must } from '../guard.ts';
import type { MetricName } from '../metrics.ts';
import { median, type Samples } from '../samples.ts';

const ANN = '00000000-0000-4000-8000-000000000001';
const BO = '00000000-0000-4000-8000-000000000002';
/** What a short message is filled up to. */
const PLAINTEXT = new Uint8Array(256).fill(32);
const MESSAGES = 200;

const newDevice = async (account: string, index: number) => {
  const { secrets, registration } = await hpkeSealer.newDevice(`device ${index}`);
  const device = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  return { keys: { account, device, ...registration }, secrets, place: { account, device } };
};

/** One message sealed for `devices` devices, and opened by one of them: milliseconds, p50 of 200, by the Web Crypto of Node. */
const sealAndOpen = async (devices: number): Promise<number> => {
  const ann = await newDevice(ANN, 0);
  const bos = await Promise.all(Array.from({ length: devices }, (_, index) => newDevice(BO, index + 1)));
  const times: number[] = [];
  for (let message = 0; message < MESSAGES; message++) {
    const context = { purpose: 'message', subject: String(message), from: ann.place } as const;
    const start = performance.now();
    const { body, key } = await hpkeSealer.sealBody(PLAINTEXT);
    const boxes = await Promise.all(
      bos.map(({ keys, place }) => hpkeSealer.seal(key, keys, ann.secrets, { ...context, to: place })),
    );
    const [box] = boxes;
    const [bo] = bos;
    if (!box || !bo) throw new Error('nobody to seal for');
    const opened = await hpkeSealer.open(box, ann.keys, bo.secrets, { ...context, to: bo.place });
    if (!opened.ok) throw new Error('a box did not open');
    const said = await hpkeSealer.openBody(body, opened.value);
    times.push(performance.now() - start);
    must(said.ok && said.value.length === PLAINTEXT.length, 'a body did not open');
  }
  return median(times);
};

const SIZES: readonly (readonly [number, MetricName])[] = [
  [1, 'sealOne'],
  [5, 'sealFive'],
  [20, 'sealTwenty'],
];

/** What end-to-end encryption costs a message. */
export const sealing = async (samples: Samples): Promise<void> => {
  for (const [devices, metric] of SIZES) samples.add(metric, 'ours', await sealAndOpen(devices));
};
