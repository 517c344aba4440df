declare module "@npmcli/arborist" {
  interface Node {
    readonly name: string;
    readonly version: string;
    readonly isRoot: boolean;
  }
  export default class Arborist {
    constructor(options: Readonly<Record<string, unknown>>);
    reify(options: { readonly save: boolean }): Promise<{ readonly inventory: ReadonlyMap<string, Node> }>;
  }
}
