/** An error of one field, with the type that GitHub puts beside its message. */
export class QueryError extends Error {
  readonly type: "NOT_FOUND" | "FORBIDDEN" | "STALE_DATA" | "UNPROCESSABLE";

  constructor(type: QueryError["type"], message: string) {
    super(message);
    this.name = "QueryError";
    this.type = type;
  }
}
