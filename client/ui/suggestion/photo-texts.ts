import { defineTexts } from '../../i18n/index.ts';

export const t = defineTexts(
  'suggestion.photos',
  {
    photos: '照片',
    'photos.optional': '选填，最多 {most} 张',
    'photos.add': '拍照或选择照片',
    'photos.hint': '只拍现场，不要拍到他人面部和证件。照片里的拍摄地点信息会自动去掉。',
    'photos.over': '最多 {most} 张，有 {over} 张没有加上。',
    photo: '第 {number} 张照片',
    'photo.remove': '去掉第 {number} 张照片',
    'photo.leave': '不传这张',
    'photos.sending': '正在上传照片：第 {done} 张，共 {count} 张……',
    'photos.sent': '{count} 张照片已上传。',
    'photos.failed': '有 {count} 张照片没有传上去，文字已经收到。',
    'photos.again': '重新上传',
  },
  {
    photos: 'Photos',
    'photos.optional': 'optional, at most {most}',
    'photos.add': 'Take or choose photos',
    'photos.hint': 'Of the place only: no faces and papers of others. Where they were taken is removed from them.',
    'photos.over': 'At most {most}; {over} were not added.',
    photo: 'Photo {number}',
    'photo.remove': 'Remove photo {number}',
    'photo.leave': 'Leave it out',
    'photos.sending': 'Sending photo {done} of {count}…',
    'photos.sent': '{count} photos are sent.',
    'photos.failed': '{count} photos did not get through; the text has.',
    'photos.again': 'Send again',
  },
);
