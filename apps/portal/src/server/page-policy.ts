interface PagePolicy {
  /** Of this one answer; scripts in the page carry it. */
  readonly nonce: string;
  /** While developing, React and the bundler evaluate text. */
  readonly isDevelopment: boolean;
}

/**
 * What a page may load and run (Content-Security-Policy, level 3): our own files and the scripts with the answer's nonce.
 * A text of a tenant's that came to be markup runs nothing, sends nothing elsewhere and is framed by nobody. Styles may
 * stand in the page: the editor and floating parts set their places so.
 */
export function pagePolicy({ nonce, isDevelopment }: PagePolicy): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
