"use client";
import { z } from "zod";
import { useRemembered } from "@/client/use-remembered";

const editorSettingsSchema = z.object({
  /** Pixels. */
  fontSize: z.number().int().min(10).max(24),
  wordWrap: z.boolean(),
  formatOnSave: z.boolean(),
});
export type EditorSettings = z.infer<typeof editorSettingsSchema>;

const initial: EditorSettings = { fontSize: 13, wordWrap: false, formatOnSave: true };

/** How this person likes the editor, remembered by the browser for every function. */
export function useEditorSettings() {
  const [settings, set] = useRemembered("editor", editorSettingsSchema, initial);
  return {
    settings,
    change: (part: Partial<EditorSettings>) => set({ ...settings, ...part }),
    resize: (step: number) => set({ ...settings, fontSize: Math.min(24, Math.max(10, settings.fontSize + step)) }),
  };
}
