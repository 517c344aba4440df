import { bindingSchema, functionDetailSchema, portalRoutes } from "@annex/contract";
import type { Page } from "playwright-core";
import { z } from "zod";
import { PortalSession } from "../portal-session.ts";

/** A word of the function's code that stands nowhere else on its page. */
export const codeMark = "AnnexHandler";

/** Its second line is where the benchmark types: `event` is in scope there. */
const code = `export const handler: ${codeMark} = async (event) => {

  return { riskScore: 1, note: "measured" };
};
`;

/** A function of Acme's that the benchmark makes, measures and puts into the bin. */
export class EditorSubject {
  readonly name = `bench-editor-${Date.now().toString(36)}`;
  readonly #session: PortalSession;

  private constructor(session: PortalSession) {
    this.#session = session;
  }

  static async create(): Promise<EditorSubject> {
    const subject = new EditorSubject(await PortalSession.open("acme"));
    const { name } = subject;
    const input = { name, description: "", extensionPointKey: "invoice.submitted", template: "typescript-handler" };
    await subject.#session.json(portalRoutes.functions(), input);
    await subject.#writeDraft();
    return subject;
  }

  get path(): string {
    return `/t/acme/functions/${this.name}`;
  }

  async #writeDraft(): Promise<void> {
    const { draft } = functionDetailSchema.parse(await this.#session.json(portalRoutes.function(this.name)));
    const { source } = draft.content;
    if (source.kind !== "files") throw new Error("The template has no files.");
    const files = source.files.map((file) => (file.path === "src/index.ts" ? { ...file, content: code } : file));
    const content = { ...draft.content, source: { ...source, files } };
    const body = JSON.stringify({ content, revision: draft.revision });
    const headers = { "content-type": "application/json" };
    const answer = await this.#session.fetch(portalRoutes.draft(this.name), { method: "PUT", headers, body });
    if (!answer.ok) throw new Error(`The draft was not saved: ${await answer.text()}`);
  }

  async delete(): Promise<void> {
    const bindings = z.array(bindingSchema).parse(await this.#session.json(portalRoutes.bindings()));
    for (const { id, functionName } of bindings)
      if (functionName === this.name) await this.#session.fetch(portalRoutes.binding(id), { method: "DELETE" });
    const deleted = await this.#session.fetch(portalRoutes.function(this.name), { method: "DELETE" });
    if (!deleted.ok) throw new Error(`${this.name} is still there: ${await deleted.text()}`);
  }
}

/** Puts the cursor on the empty line of the handler, by keyboard, as soon as there is an editor to take it. */
export async function goToEmptyLine(page: Page): Promise<void> {
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await page.locator(".monaco-editor .inputarea, .monaco-editor .native-edit-context").first().focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ArrowDown");
}
