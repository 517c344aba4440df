/** Whether the reader has left the top: the element's scrolling frame, or one around it, is scrolled. */
export function isScrolled(element: HTMLElement | null): boolean {
  for (let at = element; at; at = at.parentElement) if (at.scrollTop > 8) return true;
  return false;
}
