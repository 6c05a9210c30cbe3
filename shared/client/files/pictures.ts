import { toBase64 } from '../seal/bytes.ts';

/** The longer side of a preview, in pixels. */
const PREVIEW_EDGE = 320;
/** Base64 makes 12,000 characters of it, the most an attachment may carry. */
const PREVIEW_BYTES = 9_000;
/** A file that takes longer to show its first picture is sent without one. */
const PATIENCE_MS = 5_000;

/** What a look at the file tells the other side before they have it. */
export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  readonly preview?: string;
}

const encoded = async (
  source: CanvasImageSource,
  width: number,
  height: number,
  edge: number,
  quality: number,
): Promise<Uint8Array> => {
  const scale = Math.min(1, edge / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  if (!context) return new Uint8Array();
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  // Where WebP cannot be written the browser writes PNG, which may be too large: then JPEG, which all can.
  const webp = await canvas.convertToBlob({ type: 'image/webp', quality });
  const blob = webp.type === 'image/webp' ? webp : await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
};

/** The largest and finest that fits. */
const previewOf = async (source: CanvasImageSource, width: number, height: number): Promise<Pick<Look, 'preview'>> => {
  for (const [edge, quality] of [
    [PREVIEW_EDGE, 0.7],
    [PREVIEW_EDGE, 0.4],
    [160, 0.5],
    [64, 0.5],
  ] as const) {
    const bytes = await encoded(source, width, height, edge, quality);
    if (bytes.length > 0 && bytes.length <= PREVIEW_BYTES) return { preview: toBase64(bytes) };
  }
  return {};
};

const lookAtImage = async (file: Blob): Promise<Look> => {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const preview = await previewOf(bitmap, width, height);
  bitmap.close();
  return { width, height, ...preview };
};

const happened = (element: HTMLMediaElement, event: string, patience: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    element.addEventListener(event, () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error('cannot be played')), { once: true });
    patience.addEventListener('abort', () => reject(new Error('takes too long')), { once: true });
  });

const lookAtMedia = async (file: Blob, kind: 'audio' | 'video'): Promise<Look> => {
  const element = document.createElement(kind);
  const address = URL.createObjectURL(file);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    element.preload = 'auto';
    element.muted = true;
    element.src = address;
    await happened(element, 'loadeddata', patience);
    const { duration } = element;
    const length = Number.isFinite(duration) ? { seconds: Math.round(duration * 10) / 10 } : {};
    if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return length;
    const size = { width: element.videoWidth, height: element.videoHeight };
    // Films begin in the dark.
    element.currentTime = Math.min(1, (length.seconds ?? 0) / 2);
    await happened(element, 'seeked', patience);
    return { ...length, ...size, ...(await previewOf(element, size.width, size.height)) };
  } finally {
    element.removeAttribute('src');
    URL.revokeObjectURL(address);
  }
};

/** Size, length and a small picture, as far as this browser can tell them. `file` has the type that was sniffed. */
export const lookAt = async (file: Blob, kind: 'image' | 'video' | 'audio'): Promise<Look> => {
  try {
    return kind === 'image' ? await lookAtImage(file) : await lookAtMedia(file, kind);
  } catch {
    return {};
  }
};
