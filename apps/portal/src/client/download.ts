"use client";

/** Has the browser keep what is at an address as a file; its name is the answer's, or the given one. */
export function downloadFrom(url: string, fileName = ""): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
}

/** Hands a text to the browser as a file. */
export function download(fileName: string, text: string, type = "text/csv;charset=utf-8"): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  downloadFrom(url, fileName);
  URL.revokeObjectURL(url);
}
