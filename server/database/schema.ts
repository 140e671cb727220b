/** Rows of migrations/ as Kysely sees them. int8 comes as number, date as 'yyyy-mm-dd', timestamptz as Date. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Receipt } from '../../core/collection/receipt.ts';
import type { Channel, SuggestionState } from '../../core/collection/suggestion.ts';
import type { Level, Role } from '../../core/contract/common.ts';
import type { AmendedValues } from '../../core/contract/deliberation.ts';
import type { DeviceMode } from '../../core/contract/devices.ts';
import type { DocumentState } from '../../core/contract/documents.ts';
import type { HistoryKind } from '../../core/contract/history.ts';
import type { Outcome } from '../../core/contract/outcome.ts';
import type { Plan } from '../../core/contract/projects.ts';
import type { PaperScan } from '../../core/contract/scan.ts';
import type { ScreenView } from '../../core/contract/screen.ts';
import type { Milestone } from '../../core/contract/shortlisting.ts';
import type { ListedProject, RequestKind, RequestState } from '../../core/deliberation/deliberation.ts';
import type { DocumentKind } from '../../core/documents/kinds.ts';
import type { OfficialDocument } from '../../core/documents/official.ts';
import type {
  AccountId,
  BallotId,
  CandidateId,
  CardSerial,
  CategoryId,
  ChangeId,
  CitizenReportId,
  CommentId,
  CongressId,
  CycleId,
  DelegationId,
  DeputyId,
  DeviceId,
  DocumentId,
  ElectionUuid,
  FileId,
  FreezeId,
  MatterId,
  MotionId,
  PaperEntryId,
  PaperId,
  ProjectId,
  ProposalId,
  RecordId,
  RectificationId,
  RequestId,
  ScanId,
  SessionId,
  SittingId,
  SuggestionId,
  TopicId,
  VillageId,
} from '../../core/ids.ts';
import type { ProjectState } from '../../core/oversight/project.ts';
import type { MovementKind } from '../../core/rules/attendance.ts';
import type { EvaluationMethod, Grade } from '../../core/rules/grade.ts';
import type { Method } from '../../core/rules/method.ts';
import type { MotionChoice, MotionMark } from '../../core/rules/motion.ts';
import type { CountSheet } from '../../core/rules/paper.ts';
import type { BallotKind, Choice } from '../../core/rules/rounds.ts';
import type { Findings } from '../../core/shortlisting/screening.ts';
import type { AnswerKind, Standing } from '../../core/shortlisting/standing.ts';
import type { BallotState, FourEyesAct } from '../../core/workflow/ballot.ts';
import type { ChangeCause, ChangeKind, ChangeState } from '../../core/workflow/change.ts';
import type { Stage } from '../../core/workflow/cycle.ts';
import type { MatterKind, MatterState } from '../../core/workflow/matter.ts';
import type { Medium } from '../../core/workflow/medium.ts';
import type { MotionState, MotionSubject, MotionWay } from '../../core/workflow/motion.ts';
import type { RectificationState } from '../../core/workflow/rectification.ts';
import type { AuditTables } from '../audit/schema.ts';

export interface Database extends AuditTables {
  congress: {
    congress_id: CongressId;
    level: Level;
    name: string;
    county: string;
    county_id: Generated<CongressId | null>;
    created_at: Generated<Date>;
  };
  account: {
    congress_id: CongressId;
    id: AccountId;
    login: string;
    name: string;
    role: Role;
    password_hash: string;
    password_given: Generated<boolean>;
    active: Generated<boolean>;
    deputy_id: Generated<DeputyId | null>;
  };
  sign_in: { congress_id: CongressId; id: string; account_id: AccountId; expires_at: Date };
  installation: { name: string; value: string };
  cycle: { congress_id: CongressId; id: CycleId; year: number; stage: Stage | null };
  cycle_stage: {
    congress_id: CongressId;
    cycle_id: CycleId;
    stage: Stage;
    deadline: string | null;
    entered_at: Date | null;
    entered_by: AccountId | null;
    note: Generated<string>;
  };
  file: {
    congress_id: CongressId;
    id: FileId;
    purpose: string;
    name: string;
    type: string;
    size: number;
    source_sha256: string;
    sha256: string;
    body: Buffer;
    published: Generated<boolean>;
    account_id: AccountId | null;
    created_at: Generated<Date>;
  };
  document: {
    congress_id: CongressId;
    id: DocumentId;
    kind: DocumentKind;
    session_id: SessionId | null;
    cycle_id: CycleId | null;
    state: Generated<DocumentState>;
    revision: Generated<number>;
    source: ColumnType<OfficialDocument, string, string>;
    content: ColumnType<OfficialDocument, string, string>;
    number: string | null;
    date: string | null;
    drafted_by: AccountId;
    drafted_at: Generated<Date>;
    proposed_by: AccountId | null;
    issued_by: AccountId | null;
    issued_at: Date | null;
    sha256: string | null;
    docx_sha256: string | null;
    docx: Buffer | null;
    withdrawn_by: AccountId | null;
    reason: string | null;
  };
  document_version: {
    congress_id: CongressId;
    document_id: DocumentId;
    revision: number;
    content: ColumnType<OfficialDocument, string, string>;
    account_id: AccountId;
    at: Generated<Date>;
  };
  history: {
    congress_id: CongressId;
    kind: HistoryKind;
    subject: string;
    seq: Generated<number>;
    at: Generated<Date>;
    account_id: AccountId | null;
    name: string;
    role: string;
    act: string;
    reason: string;
    before: ColumnType<Record<string, unknown> | null, string | null>;
    after: ColumnType<Record<string, unknown> | null, string | null>;
  };
  village: { congress_id: CongressId; id: VillageId; name: string; position: number; active: Generated<boolean> };
  category: { congress_id: CongressId; id: CategoryId; name: string; position: number; active: Generated<boolean> };
  collection: {
    congress_id: CongressId;
    cycle_id: CycleId;
    opens: string | null;
    closes: string | null;
    least_days: number | null;
    contact_days: Generated<number>;
    ways: Generated<string>;
    next_number: Generated<number>;
    contacts_deleted_at: Date | null;
  };
  suggestion: {
    congress_id: CongressId;
    id: SuggestionId;
    cycle_id: CycleId;
    number: number;
    receipt: Receipt;
    title: string;
    content: string;
    reason: string;
    village_id: VillageId | null;
    place: string;
    category_id: CategoryId | null;
    channel: Channel;
    state: Generated<SuggestionState>;
    withheld_reason: Generated<string>;
    deputy_id: DeputyId | null;
    account_id: AccountId | null;
    heard_on: string | null;
    people: number;
    seconds: Generated<number>;
    made_at: Generated<Date>;
    looked_at: Date | null;
    looked_by: AccountId | null;
    import_key: string | null;
    carried_from: SuggestionId | null;
    words: number[];
    title_words: number[];
    /** The kind of its row in suggestion_answer. */ answer: Generated<AnswerKind | 'none'>;
  };
  suggestion_contact: { congress_id: CongressId; suggestion_id: SuggestionId; name: string; phone: string };
  suggestion_photo: { congress_id: CongressId; suggestion_id: SuggestionId; position: number; file_id: FileId };
  suggestion_second: {
    congress_id: CongressId;
    suggestion_id: SuggestionId;
    seconder: string;
    deputy_id: DeputyId | null;
  };
  deputy_code: {
    congress_id: CongressId;
    deputy_id: DeputyId;
    code_hash: string;
    expires_at: Date;
    issued_by: AccountId;
  };
  delegation: { congress_id: CongressId; id: DelegationId; name: string };
  deputy: {
    congress_id: CongressId;
    id: DeputyId;
    number: string;
    name: string;
    gender: string;
    delegation_id: DelegationId;
    in_office: boolean;
    phone: string;
    phone_figures: GeneratedAlways<string>;
    pinyin: string;
    initials: string;
  };
  candidate: {
    congress_id: CongressId;
    id: CandidateId;
    cycle_id: CycleId;
    code: string;
    title: string;
    content: string;
    place: string;
    budget: number;
    unit: string;
    finish: string | null;
    position: number;
    standing: Generated<Standing>;
    standing_reason: Generated<string>;
  };
  candidate_sheet: {
    congress_id: CongressId;
    candidate_id: CandidateId;
    category_id: CategoryId | null;
    target: string;
    source: string;
    starts: string | null;
    feasibility: string;
    milestones: ColumnType<Milestone[], string, string>;
    reserve_reason: Generated<string>;
    carried_from: CandidateId | null;
  };
  candidate_file: {
    congress_id: CongressId;
    candidate_id: CandidateId;
    file_id: FileId;
    removed: Generated<boolean>;
  };
  suggestion_answer: {
    congress_id: CongressId;
    suggestion_id: SuggestionId;
    cycle_id: CycleId;
    kind: AnswerKind;
    candidate_id: CandidateId | null;
    reason: string;
  };
  screening: { congress_id: CongressId; subject: string; findings: ColumnType<Findings, string, string> };
  shortlisting: {
    congress_id: CongressId;
    cycle_id: CycleId;
    envelope: number | null;
    seats: number | null;
    decided_on: string | null;
    decision_number: Generated<string>;
    decision_body: Generated<string>;
    decision_note: Generated<string>;
    decision_file: FileId | null;
  };
  deliberation: {
    congress_id: CongressId;
    cycle_id: CycleId;
    papers_due: string | null;
    papers_at: Date | null;
    adopted_on: string | null;
    adopted_note: Generated<string>;
    adopted_motion: MotionId | null;
  };
  paper: {
    congress_id: CongressId;
    id: PaperId;
    cycle_id: CycleId;
    title: string;
    text: string;
    file_id: FileId | null;
    position: number;
    withdrawn: Generated<string>;
  };
  paper_read: { congress_id: CongressId; paper_id: PaperId; deputy_id: DeputyId; at: Generated<Date> };
  recorder: { congress_id: CongressId; cycle_id: CycleId; delegation_id: DelegationId; account_id: AccountId };
  deliberation_comment: {
    congress_id: CongressId;
    id: CommentId;
    cycle_id: CycleId;
    delegation_id: DelegationId;
    candidate_id: CandidateId | null;
    speaker: string;
    text: string;
    at: Generated<Date>;
    account_id: AccountId;
    withdrawn: Generated<string>;
  };
  deliberation_request: {
    congress_id: CongressId;
    id: RequestId;
    cycle_id: CycleId;
    kind: RequestKind;
    state: RequestState;
    candidate_id: CandidateId | null;
    before: ColumnType<AmendedValues | null, string | null, string | null>;
    after: ColumnType<AmendedValues | null, string | null, string | null>;
    reason: string;
    account_id: AccountId;
    deputy_id: DeputyId | null;
    made_at: Generated<Date>;
    decided_at: Date | null;
    decided_by: AccountId | null;
    decision_note: Generated<string>;
  };
  joint_signature: { congress_id: CongressId; request_id: RequestId; deputy_id: DeputyId; at: Generated<Date> };
  list_freeze: {
    congress_id: CongressId;
    id: FreezeId;
    cycle_id: CycleId;
    hash: string;
    list: ColumnType<ListedProject[], string, string>;
    frozen_at: Generated<Date>;
    frozen_by: AccountId;
    lift_asked_by: AccountId | null;
    lift_reason: Generated<string>;
    lifted_by: AccountId | null;
    lifted_at: Date | null;
  };
  project: {
    congress_id: CongressId;
    id: ProjectId;
    cycle_id: CycleId;
    candidate_id: CandidateId;
    position: number;
    code: string;
    title: string;
    content: string;
    place: string;
    budget: number;
    unit: string;
    finish: string | null;
    state: Generated<ProjectState>;
    elected: boolean;
    published: boolean;
    plan: ColumnType<Plan | null, string | null, string | null>;
    reporters: Generated<AccountId[]>;
  };
  supervision_topic: {
    congress_id: CongressId;
    id: TopicId;
    cycle_id: CycleId;
    quarter: number;
    topic: string;
    method: 'inspection' | 'report' | 'enforcement' | 'appraisal';
    projects: ProjectId[];
    withdrawn_reason: string;
  };
  project_record: {
    congress_id: CongressId;
    id: RecordId;
    project_id: ProjectId;
    kind: 'report' | 'inspection';
    number: number;
    on_day: string;
    content: string;
    people: string;
    spent: number | null;
    done: string[];
    topic_id: TopicId | null;
    published: Generated<boolean>;
    withdrawn_reason: Generated<string>;
    account_id: AccountId;
    made_at: Generated<Date>;
  };
  oversight_photo: {
    congress_id: CongressId;
    subject_id: string;
    position: number;
    file_id: FileId;
    phase: 'before' | 'during' | 'after';
    caption: string;
  };
  oversight_matter: {
    congress_id: CongressId;
    id: MatterId;
    project_id: ProjectId;
    kind: MatterKind;
    number: number;
    content: string;
    owner: string;
    due: string;
    record_id: RecordId | null;
    citizen_report_id: CitizenReportId | null;
    state: Generated<MatterState>;
    answer: Generated<string>;
    answered_on: string | null;
    note: Generated<string>;
    closed_on: string | null;
    raised_on: string;
  };
  project_change: {
    congress_id: CongressId;
    id: ChangeId;
    project_id: ProjectId;
    kind: ChangeKind;
    cause: ChangeCause;
    reason: string;
    content: string | null;
    finish: string | null;
    budget: number | null;
    before: ColumnType<{ content: string; finish: string | null; budget: number } | null, string | null, string | null>;
    file_id: FileId | null;
    state: Generated<ChangeState>;
    requested_on: string;
    decided_on: string | null;
    decided_by: Generated<string>;
    decision_number: Generated<string>;
    decision_file_id: FileId | null;
    note: Generated<string>;
    notice_on: string | null;
    notice_number: Generated<string>;
    reported_on: string | null;
  };
  citizen_report: {
    congress_id: CongressId;
    id: CitizenReportId;
    project_id: ProjectId;
    receipt: string;
    number: number;
    content: string;
    phone: string;
    state: Generated<'received' | 'listed' | 'answered'>;
    answer: Generated<string>;
    made_on: string;
    answered_on: string | null;
  };
  session: {
    congress_id: CongressId;
    id: SessionId;
    cycle_id: CycleId;
    name: string;
    method: ColumnType<Method | null, string | null | undefined, string | null>;
    rehearsal_of: SessionId | null;
    in_hall: Generated<boolean>;
    election_uuids: ElectionUuid[];
    ceremonies: Generated<number>;
    created_at: Generated<Date>;
  };
  session_scrutineer: { congress_id: CongressId; session_id: SessionId; position: number; account_id: AccountId };
  attendance: {
    congress_id: CongressId;
    session_id: SessionId;
    deputy_id: DeputyId;
    present: boolean;
    excuse: string | null;
  };
  attendance_event: {
    congress_id: CongressId;
    session_id: SessionId;
    deputy_id: DeputyId;
    position: number;
    kind: MovementKind;
    at: Generated<Date>;
    voids: number | null;
    note: string;
    account_id: AccountId;
  };
  sitting: {
    congress_id: CongressId;
    id: SittingId;
    session_id: SessionId;
    name: string;
    starts_at: Date;
    ends_at: Date;
  };
  attendance_rule: { congress_id: CongressId; session_id: SessionId; minutes: number; afresh: boolean };
  card: {
    congress_id: CongressId;
    session_id: SessionId;
    serial: CardSerial;
    state: 'printed' | 'activated' | 'revoked';
    purpose: Generated<'deputy' | 'paper'>;
    request: string | null;
  };
  card_credential: {
    congress_id: CongressId;
    session_id: SessionId;
    uuid: ElectionUuid;
    credential: string;
    serial: CardSerial;
  };
  ballot: {
    congress_id: CongressId;
    id: BallotId;
    session_id: SessionId;
    kind: BallotKind;
    medium: Generated<Medium>;
    ordinal: Generated<number>;
    follows: BallotId | null;
    repeats: BallotId | null;
    uuid: ElectionUuid;
    state: Generated<BallotState>;
    attempt: Generated<number>;
    trustees: string | null;
    public_key: string | null;
    key_fingerprint: string | null;
    method: ColumnType<Method | null, string | null | undefined, string | null>;
    election: string | null;
    election_hash: string | null;
    public_credentials: string | null;
    entitled: number | null;
    present_at_open: number | null;
    issued: number | null;
    opened_at: Date | null;
    present_at_close: number | null;
    returned: number | null;
    void: number | null;
    paper_spares: Generated<number>;
    paper_issued: Generated<number>;
    paper_void: Generated<number>;
    paper_missing: Generated<number>;
    paper_note: Generated<string>;
    closed_at: Date | null;
    encrypted_tally: string | null;
    sized_tally: string | null;
    closing_event: string | null;
    result: string | null;
    last_event: string | null;
    outcome: ColumnType<Outcome | null, string | null | undefined, string | null>;
    published_at: Date | null;
    annulled_reason: string | null;
  };
  paper_entry: {
    congress_id: CongressId;
    ballot_id: BallotId;
    id: PaperEntryId;
    kind: 'vote' | 'void';
    first_account: AccountId;
    second_account: AccountId | null;
    claim: string | null;
  };
  paper_sheet: {
    congress_id: CongressId;
    ballot_id: BallotId;
    account_id: AccountId;
    sheet: ColumnType<CountSheet, string, string>;
  };
  paper_scan: {
    congress_id: CongressId;
    ballot_id: BallotId;
    id: ScanId;
    position: number;
    name: string;
    type: PaperScan['type'];
    sha256: string;
    body: Buffer;
  };
  ballot_decision: {
    congress_id: CongressId;
    ballot_id: BallotId;
    choice: Choice;
    note: string;
    decided_by: AccountId;
    at: Generated<Date>;
  };
  ballot_project: {
    congress_id: CongressId;
    ballot_id: BallotId;
    position: number;
    code: string;
    title: string;
    content: string;
    place: string;
    budget: number;
    unit: string;
    finish: string | null;
  };
  trustee: {
    congress_id: CongressId;
    ballot_id: BallotId;
    position: number;
    account_id: AccountId;
    cert: string | null;
    commitment: string | null;
    verification: string | null;
    compared: Generated<boolean>;
    certified: Generated<boolean>;
  };
  trustee_share: { congress_id: CongressId; ballot_id: BallotId; sender: number; recipient: number; sealed: string };
  issued_credential: { congress_id: CongressId; ballot_id: BallotId; credential: string; paper: Generated<boolean> };
  cast_ballot: {
    congress_id: CongressId;
    ballot_id: BallotId;
    credential: string;
    hash: string;
    body: string;
    proofs: Generated<'pending' | 'valid' | 'unchecked'>;
  };
  rejected_ballot: { congress_id: CongressId; ballot_id: BallotId; hash: string; reason: string };
  decryption: {
    congress_id: CongressId;
    ballot_id: BallotId;
    position: number;
    body: string;
    used: Generated<boolean>;
  };
  proposal: {
    congress_id: CongressId;
    id: ProposalId;
    ballot_id: BallotId;
    act: FourEyesAct;
    reason: string;
    proposed_by: AccountId;
    state: Generated<'waiting' | 'confirmed' | 'withdrawn'>;
    confirmed_by: AccountId | null;
    at: Generated<Date>;
  };
  motion: {
    congress_id: CongressId;
    id: MotionId;
    session_id: SessionId;
    position: number;
    subject: MotionSubject;
    title: string;
    way: MotionWay;
    rule: MotionMark;
    state: Generated<MotionState>;
    repeats: MotionId | null;
    reason: Generated<string>;
    entitled: number | null;
    present_at_open: number | null;
    present_at_close: number | null;
    votes_for: number | null;
    votes_against: number | null;
    votes_abstain: number | null;
  };
  motion_voter: {
    congress_id: CongressId;
    motion_id: MotionId;
    credential: string;
    seal: string;
    choice: MotionChoice | null;
  };
  motion_count: { congress_id: CongressId; motion_id: MotionId; choice: MotionChoice; votes: Generated<number> };
  evaluation: {
    congress_id: CongressId;
    session_id: SessionId;
    source_session: SessionId;
    second_of: SessionId | null;
    rules: ColumnType<EvaluationMethod, string, string>;
  };
  evaluation_project: {
    congress_id: CongressId;
    session_id: SessionId;
    position: number;
    code: string;
    title: string;
    content: string;
    place: string;
    budget: number;
    unit: string;
    finish: string | null;
  };
  evaluation_member: { congress_id: CongressId; session_id: SessionId; deputy_id: DeputyId };
  rectification: {
    congress_id: CongressId;
    id: RectificationId;
    ballot_id: BallotId;
    session_id: SessionId;
    code: string;
    title: string;
    unit: string;
    opened_on: string;
    deadline: string;
    state: Generated<RectificationState>;
    plan: Generated<string>;
    planned_on: string | null;
    report: Generated<string>;
    reported_on: string | null;
    graded_by: BallotId | null;
    grade: Grade | null;
    graded_on: string | null;
  };
  public_rating: { congress_id: CongressId; ballot_id: BallotId; code: string; grade: Grade; votes: Generated<number> };
  public_rater: { congress_id: CongressId; ballot_id: BallotId; seal: string };
  screen_control: {
    congress_id: CongressId;
    session_id: SessionId;
    view: Generated<ScreenView>;
    motion_id: MotionId | null;
    stage: Generated<string>;
    agenda: Generated<string[]>;
    agenda_index: Generated<number>;
    countdown_request: string | null;
    countdown_minutes: number | null;
    countdown_ends: Date | null;
  };
  device: {
    congress_id: CongressId;
    id: DeviceId;
    token_hash: string;
    name: string;
    mode: Generated<DeviceMode>;
    suspended: Generated<boolean>;
    release: string | null;
  };
  device_pairing: {
    congress_id: CongressId;
    id: string;
    code_hash: string;
    account_id: AccountId;
    expires_at: Date;
    request: string | null;
    device_id: DeviceId | null;
  };
  device_setting: { congress_id: CongressId; only_paired: boolean };
  tablet_credential: {
    congress_id: CongressId;
    session_id: SessionId;
    device_id: DeviceId;
    name: string;
    waiting: string[] | null;
    serial: CardSerial | null;
  };
}
