import { withAuth } from "next-auth/middleware";

/** Pages need a session; the API answers 401 by itself, as problem details. */
export default withAuth({ pages: { signIn: "/signin" } });

export const config = { matcher: ["/", "/t/:path*", "/operator/:path*", "/no-tenant", "/account"] };
