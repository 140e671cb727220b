import { roles } from '../contract/common.ts';
import { roleWords } from './ballot.ts';
import { type Act, may, permissions } from './permissions.ts';

/** The table of permissions as a page of the documents (docs/权限.md), Chinese with the English beside it. */
export function permissionsPage(): string {
  const acts = Object.keys(permissions) as Act[];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '# 谁可以做什么 · Who may do what',
    '',
    '本页由程序中唯一的权限表（`core/workflow/permissions.ts`）生成，与系统实际执行的一致。代表投票不用账号；公众页面人人可看。',
    '须两人办理的事项，第二人必须是另一种身份。',
    '',
    'Made from the one table of permissions in the code, by which the server decides. Voting takes no account; public pages are open to all.',
    'Acts that take two people take two of different roles.',
    '',
    row(['事项 · Act', ...roles.map((role) => roleWords[role].zh)]),
    row(['---', ...roles.map(() => ':-:')]),
    ...acts.map((act) =>
      row([
        `${permissions[act].zh}<br>${permissions[act].en}`,
        ...roles.map((role) => (may(act).includes(role) ? '●' : '')),
      ]),
    ),
    '',
  ].join('\n');
}
