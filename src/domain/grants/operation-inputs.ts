/** What `plan-grant` and `apply-grant` are begun with. */
export interface RequestOperationInput {
  requestId: string;
}

/** What `end-grant` is begun with. */
export interface EndGrantInput {
  grantId: string;
  cause: string;
}
