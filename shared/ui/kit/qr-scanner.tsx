import { decodeQR } from 'qr/decode.js';
import { onCleanup, onMount } from 'solid-js';
import styles from './qr.module.css';

/** Reading a picture takes some ten milliseconds: often enough for a hand, seldom enough for a telephone. */
const LOOK_MS = 150;
/** Wider pictures are made smaller: a code that fills a third of them is still read. */
const MOST_PIXELS = 640;

const read = (video: HTMLVideoElement, canvas: CanvasRenderingContext2D): string | undefined => {
  const scale = Math.min(1, MOST_PIXELS / Math.max(video.videoWidth, video.videoHeight));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  if (!width || !height) return undefined;
  canvas.canvas.width = width;
  canvas.canvas.height = height;
  canvas.drawImage(video, 0, 0, width, height);
  try {
    return decodeQR(canvas.getImageData(0, 0, width, height));
  } catch {
    return undefined; // no code in the picture, or not a whole one
  }
};

interface QrScannerProps {
  readonly camera: MediaStreamTrack;
  readonly label: string;
  /** What a code says; again while it is in the picture. */
  readonly onRead: (text: string) => void;
}

/** What the camera sees, and the codes in it. Stops the camera when it goes. Load it on demand. */
export const QrScanner = (props: QrScannerProps) => {
  const { camera } = props;
  let video!: HTMLVideoElement;
  onMount(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    video.srcObject = new MediaStream([camera]);
    const looking = setInterval(() => {
      const text = canvas && read(video, canvas);
      if (text) props.onRead(text);
    }, LOOK_MS);
    onCleanup(() => clearInterval(looking));
  });
  onCleanup(() => camera.stop());
  return <video ref={video} class={styles.camera} aria-label={props.label} autoplay muted playsinline />;
};
