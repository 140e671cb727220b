/** Rows of migrations/ as Kysely sees them. int8 comes as number, date as 'yyyy-mm-dd', timestamptz as Date. */
import type { ColumnType, Generated } from 'kysely';
import type { Level, Role } from '../../core/contract/common.ts';
import type { DeviceMode } from '../../core/contract/devices.ts';
import type { HistoryKind } from '../../core/contract/history.ts';
import type { Outcome } from '../../core/contract/outcome.ts';
import type { PaperScan } from '../../core/contract/scan.ts';
import type { ScreenView } from '../../core/contract/screen.ts';
import type {
  AccountId,
  BallotId,
  CandidateId,
  CardSerial,
  CongressId,
  CycleId,
  DelegationId,
  DeputyId,
  DeviceId,
  ElectionUuid,
  FileId,
  MotionId,
  ProposalId,
  ScanId,
  SessionId,
  SittingId,
} from '../../core/ids.ts';
import type { MovementKind } from '../../core/rules/attendance.ts';
import type { Method } from '../../core/rules/method.ts';
import type { MotionChoice, MotionMark } from '../../core/rules/motion.ts';
import type { CountSheet } from '../../core/rules/paper.ts';
import type { BallotKind, Choice } from '../../core/rules/rounds.ts';
import type { BallotState, FourEyesAct } from '../../core/workflow/ballot.ts';
import type { Stage } from '../../core/workflow/cycle.ts';
import type { Medium } from '../../core/workflow/medium.ts';
import type { MotionState, MotionSubject, MotionWay } from '../../core/workflow/motion.ts';
import type { AuditTables } from '../audit/schema.ts';

export interface Database extends AuditTables {
  congress: { congress_id: CongressId; level: Level; name: string; county: string; created_at: Generated<Date> };
  account: {
    congress_id: CongressId;
    id: AccountId;
    login: string;
    name: string;
    role: Role;
    password_hash: string;
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
  issued_credential: { congress_id: CongressId; ballot_id: BallotId; credential: string };
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
