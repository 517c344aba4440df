/** On every page of a tenant for who only reads there: why nothing can be changed, and who can help. */
export function ReadingBanner() {
  return (
    <section aria-label="Reading only" className="border-b bg-panel px-4 py-2 text-sm text-muted md:px-6">
      You are a viewer here: you see everything and change nothing. To change something, ask an owner of the tenant for
      the role developer.
    </section>
  );
}
