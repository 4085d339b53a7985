/**
 * Text that Terraform takes as it is: it reads `${` and `%{` as templates unless the sign is doubled. Several signs
 * before a brace have no such form: the text may not hold them.
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** The text that `literal` has written so. */
export function unliteral(text: string): string {
  return text.replace(/([$%])\1(?=\{)/g, (pair) => pair.slice(1));
}
