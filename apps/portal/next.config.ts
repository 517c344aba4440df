import path from "node:path";
import type { NextConfig } from "next";

const root = path.join(import.meta.dirname, "../..");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: [
    "@annex/contract",
    "@annex/control-plane",
    "@annex/db",
    "@annex/envelope",
    "@annex/field-mapping",
    "@annex/invocation",
    "@annex/telemetry",
  ],
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@node-rs/argon2",
    "yauzl",
    "archiver",
  ],
  // `tsc --noEmit` is a check of its own; the build does not repeat it.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        ],
      },
    ];
  },
};

export default config;
