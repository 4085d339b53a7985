/**
 * Environment for programs in Go that tests start by the hundred, Terraform and the google provider above all: they end
 * before their garbage is in anybody's way, and collecting it was a quarter of Terraform's time.
 */
export const rareCollection = { GOGC: "400" } as const;
