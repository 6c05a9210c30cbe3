const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const ZIP64 = 0xffffffff;

/** The files of a zip whose entries are stored as they are, by name. */
export const unzip = (zip: Uint8Array): ReadonlyMap<string, Uint8Array> => {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.byteLength - 22;
  while (view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1;
  let at = view.getUint32(end + 16, true);
  const files = new Map<string, Uint8Array>();
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY || view.getUint16(at + 10, true) !== 0) throw new Error('not a plain zip');
    const size = view.getUint32(at + 20, true);
    const header = view.getUint32(at + 42, true);
    if (size === ZIP64 || header === ZIP64) throw new Error('a zip of more than 4 GiB');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength));
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    files.set(name, zip.slice(start, start + size));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
};
