import { defineTexts } from '../../i18n/index.ts';

/** Words of the camera, wherever something is scanned. */
export const t = defineTexts(
  'scan',
  {
    starting: '正在打开摄像头…',
    preview: '摄像头画面',
    privacy: '画面只在本机识别，不保存、不上传。',
    other: '换一个摄像头',
    'trouble.insecure': '本页不是安全连接，浏览器不允许使用摄像头。',
    'trouble.none': '这台设备没有摄像头。',
    'trouble.refused': '浏览器没有允许本页使用摄像头。',
    'trouble.busy': '摄像头正被其他程序占用，或已断开。',
    'trouble.broken': '摄像头暂时不能使用。',
  },
  {
    starting: 'Starting the camera…',
    preview: 'Camera picture',
    privacy: 'The picture is read on this device only; it is neither kept nor sent.',
    other: 'Other camera',
    'trouble.insecure': 'This page is not on a secure connection, so the browser allows no camera.',
    'trouble.none': 'This device has no camera.',
    'trouble.refused': 'The browser did not allow this page to use the camera.',
    'trouble.busy': 'Another program is using the camera, or it was unplugged.',
    'trouble.broken': 'The camera does not work at the moment.',
  },
);
