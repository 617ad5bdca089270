const blockBytes = 512;

const readText = (header: Uint8Array, start: number, length: number): string => {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
};

/**
 * The content of the first file of a tar archive whose path ends in `/<name>` or is `<name>`.
 * @throws Error if the archive has no such file or ends early
 */
export const readTarFile = (archive: Uint8Array, name: string): Uint8Array => {
  let offset = 0;
  while (offset + blockBytes <= archive.length) {
    const header = archive.subarray(offset, offset + blockBytes);
    const path = readText(header, 0, 100);
    if (path === '') break;
    const size = Number.parseInt(readText(header, 124, 12).trim() || '0', 8);
    if (!Number.isFinite(size)) throw new Error('the archive is damaged');
    const start = offset + blockBytes;
    if (path === name || path.endsWith(`/${name}`)) {
      if (start + size > archive.length) throw new Error('the archive ends early');
      return archive.subarray(start, start + size);
    }
    offset = start + Math.ceil(size / blockBytes) * blockBytes;
  }
  throw new Error(`the archive holds no ${name}`);
};
