import { headers } from "next/headers";

const script = `(()=>{try{var s=localStorage,d=document.documentElement,t=s.getItem("annex-theme");
d.dataset.theme=t==="light"||t==="dark"?t:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";
if(s.getItem("annex-rail")==="narrow")d.dataset.rail="narrow"}catch{document.documentElement.dataset.theme="light"}})()`;

/** Sets theme and rail before the first paint, so that nothing flashes. Browsers hide a nonce from whoever reads it. */
export async function ThemeScript() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours that must run before the page is painted
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />;
}
