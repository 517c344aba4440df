type Node = Map<string, Node | string>;

const maxDepth = 12;

function insert(root: Node, path: readonly string[], value: string): void {
  let node = root;
  for (const part of path.slice(0, -1)) {
    const next = node.get(part);
    const child: Node = next instanceof Map ? next : new Map();
    node.set(part, child);
    node = child;
  }
  node.set(path.at(-1) ?? "", value);
}

function toValue(node: Node | string): unknown {
  if (typeof node === "string") return node;
  const members = node.get("member");
  if (members instanceof Map) {
    return [...members].sort(([one], [other]) => Number(one) - Number(other)).map(([, item]) => toValue(item));
  }
  return Object.fromEntries([...node].map(([name, member]) => [name, toValue(member)]));
}

/** The input of a query-protocol form: `Dimensions.member.1.Name=x` becomes `{ Dimensions: [{ Name: "x" }] }`. */
export function parseForm(form: URLSearchParams): unknown {
  const root: Node = new Map();
  for (const [key, value] of form) {
    const path = key.split(".");
    if (value !== "" && path.length <= maxDepth) insert(root, path, value); // an empty list is written as an empty text
  }
  return toValue(root);
}
