export const metadata = { title: "No tenant" };

export default function NoTenantPage() {
  return (
    <main className="mx-auto max-w-md px-6 py-24 text-center">
      <h1 className="text-xl font-semibold">You belong to no tenant yet</h1>
      <p className="mt-2 text-sm text-muted">
        Ask an owner of your tenant to invite you by e-mail, and open the link that it holds.
      </p>
    </main>
  );
}
