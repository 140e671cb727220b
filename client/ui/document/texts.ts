import { defineTexts } from '../../i18n/index.ts';

export const t = defineTexts(
  'ui.document',
  {
    edited: '由人工修改，与系统记录不一致',
    table: '表格',
  },
  {
    edited: 'Edited by hand: differs from the record',
    table: 'Table',
  },
);
