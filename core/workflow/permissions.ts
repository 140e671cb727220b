import type { Role } from '../contract/common.ts';

interface Permission {
  readonly zh: string;
  readonly en: string;
  readonly roles: readonly Role[];
}

const define = <T extends Record<string, Permission>>(table: T) => table;

/** Everybody who works in the office; deputies sign in to their own desk, not to this. */
export const staffRoles = [
  'administrator',
  'presidium',
  'chief-scrutineer',
  'scrutineer',
  'teller',
  'government',
  'county',
] as const satisfies readonly Role[];

/**
 * Who may do what around the year: the one table. Routes take their access from it by `may`, and the documents print it
 * (docs/权限.md). Acts that take two people name here who may propose and confirm; that the two differ is the workflow's matter.
 */
export const permissions = define({
  'cycle.read': { zh: '查看全年进度', en: 'See how the year stands', roles: staffRoles },
  'cycle.start': { zh: '开始年度工作', en: 'Start the year', roles: ['presidium', 'government'] },
  'cycle.enter': { zh: '进入下一阶段', en: 'Enter the next stage', roles: ['presidium', 'government'] },
  'cycle.deadlines': { zh: '设定各阶段时限', en: 'Set the deadlines', roles: ['presidium', 'county'] },
  'file.read': { zh: '查看上传的附件', en: 'See uploaded files', roles: staffRoles },
  'history.read': {
    zh: '查看修改记录',
    en: 'See the history of an object',
    roles: ['administrator', 'presidium', 'government', 'county'],
  },
});

export type Act = keyof typeof permissions;

/** The roles that may do it: a route's `access`. */
export const may = (act: Act): readonly Role[] => permissions[act].roles;

/** Whether this role may do it: what a page shows. */
export const mayDo = (role: Role, act: Act): boolean => may(act).includes(role);
