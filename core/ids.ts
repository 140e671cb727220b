/** A string that names one kind of thing only, so that a deputy's id cannot be passed where a card's serial is meant. */
export type Branded<Name extends string> = string & { readonly __brand: Name };

export type CongressId = Branded<'CongressId'>;
export type AccountId = Branded<'AccountId'>;
export type CycleId = Branded<'CycleId'>;
/** An uploaded file. */
export type FileId = Branded<'FileId'>;
/** A suggestion (建议项目) in a cycle's ledger. */
export type SuggestionId = Branded<'SuggestionId'>;
export type VillageId = Branded<'VillageId'>;
export type CategoryId = Branded<'CategoryId'>;
export type SessionId = Branded<'SessionId'>;
export type DelegationId = Branded<'DelegationId'>;
export type DeputyId = Branded<'DeputyId'>;
export type CandidateId = Branded<'CandidateId'>;
/** An elected candidate in hand (项目). */
export type ProjectId = Branded<'ProjectId'>;
/** A progress report or an inspection record of a project. */
export type RecordId = Branded<'RecordId'>;
/** A problem or an opinion of supervision. */
export type MatterId = Branded<'MatterId'>;
export type ChangeId = Branded<'ChangeId'>;
/** A topic of the year's supervision plan. */
export type TopicId = Branded<'TopicId'>;
/** What a citizen says of a project (反映情况). */
export type CitizenReportId = Branded<'CitizenReportId'>;
export type BallotId = Branded<'BallotId'>;
/** A half-day meeting (场次) of a session. */
export type SittingId = Branded<'SittingId'>;
export type ProposalId = Branded<'ProposalId'>;
export type MotionId = Branded<'MotionId'>;
/** An official document (文书). */
export type DocumentId = Branded<'DocumentId'>;
export type ScanId = Branded<'ScanId'>;
/** One single paper ballot that two people vouch for. */
export type PaperEntryId = Branded<'PaperEntryId'>;
/** A rectification (整改) that an evaluation opened. */
export type RectificationId = Branded<'RectificationId'>;
/** A paired tablet. */
export type DeviceId = Branded<'DeviceId'>;
/** Outer serial of a ballot card (票卡), e.g. `A-017`: names the card, never its holder. */
export type CardSerial = Branded<'CardSerial'>;
/** Belenios identifier of one election, base58, at least 14 characters (spec section 1). */
export type ElectionUuid = Branded<'ElectionUuid'>;
/** A paper for the deputies' deliberation (审议材料). */
export type PaperId = Branded<'PaperId'>;
export type CommentId = Branded<'CommentId'>;
/** What is asked of the presidium in deliberation: a joint motion, an amendment, a withdrawal. */
export type RequestId = Branded<'RequestId'>;
/** One freezing (锁定) of the list that is voted on. */
export type FreezeId = Branded<'FreezeId'>;
