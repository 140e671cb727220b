import { z } from 'zod';
import type * as Ids from '../ids.ts';

/** A schema whose value carries a branded id: a type only, so that it validates, serializes and documents as the plain text it is. */
const branded = <T extends string>(schema: z.ZodType<string>) => schema as unknown as z.ZodType<T, string>;
const uuid = <T extends string>() => branded<T>(z.uuid());
export const CongressId = uuid<Ids.CongressId>();
export const AccountId = uuid<Ids.AccountId>();
export const SessionId = uuid<Ids.SessionId>();
export const DelegationId = uuid<Ids.DelegationId>();
export const DeputyId = uuid<Ids.DeputyId>();
export const CycleId = uuid<Ids.CycleId>();
export const FileId = uuid<Ids.FileId>();
export const SuggestionId = uuid<Ids.SuggestionId>();
export const VillageId = uuid<Ids.VillageId>();
export const CategoryId = uuid<Ids.CategoryId>();
export const CandidateId = uuid<Ids.CandidateId>();
export const RectificationId = uuid<Ids.RectificationId>();
export const ProjectId = uuid<Ids.ProjectId>();
export const RecordId = uuid<Ids.RecordId>();
export const MatterId = uuid<Ids.MatterId>();
export const ChangeId = uuid<Ids.ChangeId>();
export const TopicId = uuid<Ids.TopicId>();
export const CitizenReportId = uuid<Ids.CitizenReportId>();
export const BallotId = uuid<Ids.BallotId>();
export const SittingId = uuid<Ids.SittingId>();
export const ProposalId = uuid<Ids.ProposalId>();
export const MotionId = uuid<Ids.MotionId>();
export const PaperId = uuid<Ids.PaperId>();
export const CommentId = uuid<Ids.CommentId>();
export const RequestId = uuid<Ids.RequestId>();
export const FreezeId = uuid<Ids.FreezeId>();
export const DocumentId = uuid<Ids.DocumentId>();
export const ScanId = uuid<Ids.ScanId>();
export const PaperEntryId = uuid<Ids.PaperEntryId>();
export const DeviceId = uuid<Ids.DeviceId>();
/** e.g. `A-017`; on rehearsal cards `演-017`; `T-` and a random number for the credential of a tablet. */
export const CardSerial = branded<Ids.CardSerial>(z.string().regex(/^[A-Z演]-\d{3,5}$/));
export const ElectionUuid = branded<Ids.ElectionUuid>(z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{14,}$/));

/** domain.md section 1. A deputy votes without an account; the role is for suggestions, papers, comments and signatures. */
export const roles = [
  'administrator',
  'presidium',
  'chief-scrutineer',
  'scrutineer',
  'teller',
  'government',
  'county',
  'deputy',
] as const;
export const Role = z.enum(roles);
export type Role = z.output<typeof Role>;

export const levels = ['town', 'county', 'city'] as const;
export const Level = z.enum(levels);
export type Level = z.output<typeof Level>;

export const GroupName = z.enum(['Ed25519', 'BELENIOS-2048']);

/** Text typed by a person: trimmed, not empty, of bounded length. */
export const text = (max: number) => z.string().trim().min(1).max(max);
/** A line that may stay empty. */
export const optionalText = (max: number) => z.string().trim().max(max);
/** yyyy-mm-dd */
export const Day = z.iso.date();
/** ISO 8601 with zone. */
export const Instant = z.iso.datetime({ offset: true });
/** Nothing but success to report. */
export const Done = z.object({ done: z.literal(true) });
export type Done = z.output<typeof Done>;
/** The answer of a command that has nothing to say but that it was done. */
export const done: Done = { done: true };
