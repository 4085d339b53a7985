/** What a journal can break; the safety rules of the design, by its numbers where it has some. */
export type Rule =
  /** A call was refused that no lock explains. */
  | "refused-call"
  /** Something secret was in a call. */
  | "secret"
  /** R5: the endpoint's IP was let go without being moved. */
  | "address-unheld"
  /** R5: two would hold the endpoint's IP. */
  | "two-holders"
  /** The endpoint's IP was changed or deleted. */
  | "address-lost"
  /** R6: something slow, or a change of members, while nobody held the IP. */
  | "slow-move"
  /** R6: the IP was freed by deleting who held it. */
  | "holder-deleted"
  /** R1: more than one change of members in flight. */
  | "two-changes"
  /** R2, R12: the living voters were no quorum. */
  | "quorum-lost"
  /** R3: an instance, or its disk, was deleted while it was a member. */
  | "deleted-member"
  /** R3: an instance was deleted, or its member removed, while traffic was sent to it. */
  | "not-drained"
  /** R3: an instance was created while another one was told to remove its name. */
  | "removal-told"
  /** R4: traffic was sent to a replica that did not vote. */
  | "backend-without-vote"
  /** R9: an instance joined, or initialised, with a data disk that had served before. */
  | "used-disk"
  /** An instance other than the first was told that it may initialise, or a second one did. */
  | "second-init";

/** A place in a journal where a rule was broken. */
export interface Violation {
  readonly rule: Rule;
  readonly sequence: number;
  readonly what: string;
}
