declare module "make-fetch-happen" {
  interface Answer {
    readonly status: number;
    /** After redirects. */
    readonly url: string;
    readonly headers: { get(name: string): string | null };
    readonly body: AsyncIterable<Buffer>;
  }
  export default function fetch(url: string, options: Readonly<Record<string, unknown>>): Promise<Answer>;
}
