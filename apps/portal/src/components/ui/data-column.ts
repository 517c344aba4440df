import type { ReactNode } from "react";

/** A column of a DataTable: what it sorts by and exports, and how it looks. */
export interface DataColumn<T> {
  /** Its name in the address; short and stable. */
  readonly key: string;
  readonly label: string;
  /** Null sorts last in either order, and is an empty cell in CSV. */
  readonly value: (row: T) => string | number | null;
  /** Without it the value itself is shown. */
  readonly cell?: (row: T) => ReactNode;
  /** Set right, as numbers are; numbers sort from the greatest first. */
  readonly end?: boolean;
  /** Not sorted by: a picture, such as a sparkline. */
  readonly plain?: boolean;
  /** In CSV alone: what another column shows beside its own value. */
  readonly csvOnly?: boolean;
  /** Cannot be hidden. */
  readonly always?: boolean;
}
