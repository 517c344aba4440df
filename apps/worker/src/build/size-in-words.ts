/** `812 kB`, `4.1 MB`: in 1,024s, as Lambda counts. */
export function sizeInWords(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
