/** A stored object. `content` is base64; times are milliseconds since the Unix epoch. */
export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  readonly content: string;
  readonly contentType: string;
  readonly generation: string;
  readonly metageneration: string;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly createdAt: number;
}
