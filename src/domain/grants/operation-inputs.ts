/** What `end-grant` is begun with. */
export interface EndGrantInput {
  grantId: string;
  cause: string;
}
