import { problemSchema } from "@annex/contract";
import { z } from "zod";
import { ApiError } from "./api-error";

export type Query = Readonly<Record<string, string | number | undefined>>;

/** The portal's API, for one tenant or (null) for the operators' routes. */
export interface Api {
  get<T extends z.ZodType>(path: string, schema: T, query?: Query, signal?: AbortSignal): Promise<z.output<T>>;
  /** Reads a page of a list; the cursor of the next one stands in `X-Next-Cursor`, how many there are in `X-Total-Count`. */
  list<T extends z.ZodType>(
    path: string,
    item: T,
    query?: Query,
    signal?: AbortSignal,
  ): Promise<{ items: z.output<T>[]; nextCursor: string | null; totalCount: number }>;
  /** Sends a change as JSON and parses the answer. */
  send<T extends z.ZodType>(
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    schema: T,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<z.output<T>>;
  /** Sends bytes, such as an upload. */
  upload<T extends z.ZodType>(path: string, schema: T, file: File, query?: Query): Promise<z.output<T>>;
}

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

async function refusal(response: Response): Promise<ApiError> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ApiError(parsed.data.detail, parsed.data);
  return new ApiError(`The portal answered ${response.status}. Try again.`, null);
}

async function request(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError("The portal cannot be reached. Check the connection; nothing that you typed is lost.", null, {
      cause,
    });
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function call<T extends z.ZodType>(schema: T, url: string, init: RequestInit): Promise<z.output<T>> {
  const response = await request(url, init);
  return schema.parse(response.status === 204 ? undefined : await response.json());
}

export function createApi(tenant: string | null): Api {
  const headers: Record<string, string> = tenant === null ? {} : { "x-annex-tenant": tenant };
  return {
    get: (path, schema, query, signal) =>
      call(schema, withQuery(path, query), { headers, ...(signal ? { signal } : {}) }),
    list: async (path, item, query, signal) => {
      const response = await request(withQuery(path, query), { headers, ...(signal ? { signal } : {}) });
      const items = z.array(item).parse(await response.json());
      return {
        items,
        totalCount: Number(response.headers.get("x-total-count") ?? items.length),
        nextCursor: response.headers.get("x-next-cursor"),
      };
    },
    send: (method, path, schema, body, signal) =>
      call(schema, path, {
        method,
        headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      }),
    upload: (path, schema, file, query) =>
      call(schema, withQuery(path, { ...query, fileName: file.name }), {
        method: "POST",
        headers: { ...headers, "content-type": file.type || "application/octet-stream" },
        body: file,
      }),
  };
}
