declare module "@npmcli/arborist" {
  interface Node {
    readonly name: string;
    readonly version: string;
    /** As in a lock file: `sha512-…`. */
    readonly integrity?: string | null;
    readonly isRoot: boolean;
  }
  export default class Arborist {
    constructor(options: Readonly<Record<string, unknown>>);
    reify(options: { readonly save: boolean }): Promise<{ readonly inventory: ReadonlyMap<string, Node> }>;
  }
}
