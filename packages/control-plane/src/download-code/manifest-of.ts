import type { DraftContent } from "@annex/contract";

interface Manifest {
  readonly path: string;
  readonly text: string;
}

type Content = Pick<DraftContent, "language" | "packages">;

function requirements({ packages }: Content): Manifest {
  const lines = packages.map(({ name, version }) => `${name}==${version}\n`);
  return { path: "requirements.txt", text: lines.join("") };
}

function packageJson({ packages }: Content): Manifest {
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  return {
    path: "package.json",
    text: `${JSON.stringify({ private: true, type: "module", dependencies }, null, 2)}\n`,
  };
}

/** The file that tells npm or pip what the portal keeps beside the files: the packages, in their versions. */
export function manifestOf(content: Content): Manifest {
  return content.language === "python" ? requirements(content) : packageJson(content);
}
