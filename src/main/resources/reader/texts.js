// The texts of the page. Another language is one more entry. A `#` stands for a number, a name or a title; two
// texts are for one and for more.
const en = {
  skip: 'Skip to the content',
  articles: 'Articles',
  categories: 'Categories',
  languages: 'Languages',
  allLanguages: 'All languages',
  search: 'Search',
  searchLabel: 'Search articles',
  nothingFound: 'No article matches.',
  corrected: 'Shown are the results for “#”.',
  noArticles: 'There are no articles here yet.',
  older: 'Older articles',
  newer: 'Newer articles',
  moreResults: 'More results',
  back: 'Back',
  pinned: 'Pinned',
  updated: 'Updated',
  minutes: '# min read',
  views: ['# view', '# views'],
  comments: ['# comment', '# comments'],
  more: 'More articles',
  moreAbout: 'More articles about #',
  previous: 'Previous article',
  next: 'Next article',
  notFound: 'Not found',
  notFoundText: 'There is nothing at this address, or it is no longer published.',
  failed: 'This did not work. Please try again in a moment.',
  retry: 'Try again',
  tooMany: 'That was a lot in a short time. Please try again in # seconds.',
  commentsTitle: 'Comments',
  noComments: 'No comments yet.',
  closed: 'New comments are closed.',
  membersOnly: 'Members can comment here.',
  write: 'Write a comment',
  replyTo: 'Reply to #',
  reply: 'Reply',
  cancelReply: 'Cancel the reply',
  comment: 'Comment',
  send: 'Send the comment',
  published: 'Thank you. Your comment is published.',
  waiting: 'Thank you. Your comment is waiting for approval; until then only you see it.',
  waitingLabel: 'Waiting for approval',
  withdraw: 'Withdraw',
  withdrawn: 'Your comment is withdrawn.',
  duplicate: 'You have posted this comment already.',
  deleted: 'This comment was deleted.',
  edited: 'edited',
  member: 'Member',
  moreReplies: ['Show # more reply', 'Show # more replies'],
  moreComments: 'More comments',
  as: 'You comment as #.',
  name: 'Name',
  email: 'Email',
  emailHint: 'Optional. Never shown.',
  password: 'Password',
  trap: 'Leave this field empty',
  signUp: 'Sign up',
  signIn: 'Sign in',
  signOut: 'Sign out',
  refused: 'Email or password is wrong, or the address is not confirmed yet.',
  forgot: 'Forgot your password?',
  newPassword: 'Choose a new one',
  forgotDone: 'If the address has an account, a mail is on its way.',
  subscribe: 'New articles by email',
  subscribeText: 'One mail for each new article. You can end it at any time.',
  subscribeButton: 'Subscribe',
  mailSent: 'A mail is on its way. Press the button on the page that it leads to.',
};

const vi = {
  skip: 'Đến nội dung chính',
  articles: 'Bài viết',
  categories: 'Chuyên mục',
  languages: 'Ngôn ngữ',
  allLanguages: 'Mọi ngôn ngữ',
  search: 'Tìm',
  searchLabel: 'Tìm bài viết',
  nothingFound: 'Không có bài viết nào phù hợp.',
  corrected: 'Kết quả cho “#”.',
  noArticles: 'Chưa có bài viết nào ở đây.',
  older: 'Bài cũ hơn',
  newer: 'Bài mới hơn',
  moreResults: 'Thêm kết quả',
  back: 'Trở lại',
  pinned: 'Ghim',
  updated: 'Cập nhật',
  minutes: '# phút đọc',
  views: '# lượt xem',
  comments: '# bình luận',
  more: 'Bài viết khác',
  moreAbout: 'Bài viết khác về #',
  previous: 'Bài trước',
  next: 'Bài sau',
  notFound: 'Không tìm thấy',
  notFoundText: 'Không có gì ở địa chỉ này, hoặc bài viết không còn được đăng.',
  failed: 'Không thực hiện được. Vui lòng thử lại sau giây lát.',
  retry: 'Thử lại',
  tooMany: 'Bạn vừa gửi quá nhiều. Vui lòng thử lại sau # giây.',
  commentsTitle: 'Bình luận',
  noComments: 'Chưa có bình luận nào.',
  closed: 'Bài viết này không nhận bình luận mới.',
  membersOnly: 'Chỉ thành viên mới bình luận được ở đây.',
  write: 'Viết bình luận',
  replyTo: 'Trả lời #',
  reply: 'Trả lời',
  cancelReply: 'Thôi trả lời',
  comment: 'Bình luận',
  send: 'Gửi bình luận',
  published: 'Cảm ơn bạn. Bình luận đã được đăng.',
  waiting: 'Cảm ơn bạn. Bình luận đang chờ duyệt; cho đến lúc đó chỉ bạn nhìn thấy.',
  waitingLabel: 'Đang chờ duyệt',
  withdraw: 'Rút lại',
  withdrawn: 'Đã rút lại bình luận.',
  duplicate: 'Bạn đã gửi bình luận này rồi.',
  deleted: 'Bình luận này đã bị xóa.',
  edited: 'đã sửa',
  member: 'Thành viên',
  moreReplies: 'Xem thêm # trả lời',
  moreComments: 'Thêm bình luận',
  as: 'Bạn bình luận với tên #.',
  name: 'Tên',
  email: 'Email',
  emailHint: 'Không bắt buộc. Không hiển thị.',
  password: 'Mật khẩu',
  trap: 'Để trống ô này',
  signUp: 'Đăng ký',
  signIn: 'Đăng nhập',
  signOut: 'Đăng xuất',
  refused: 'Email hoặc mật khẩu không đúng, hoặc địa chỉ chưa được xác nhận.',
  forgot: 'Quên mật khẩu?',
  newPassword: 'Chọn mật khẩu mới',
  forgotDone: 'Nếu địa chỉ có tài khoản, một thư đang được gửi đi.',
  subscribe: 'Nhận bài mới qua email',
  subscribeText: 'Một thư cho mỗi bài mới. Bạn có thể hủy bất cứ lúc nào.',
  subscribeButton: 'Nhận tin',
  mailSent: 'Một thư đang được gửi đến bạn. Hãy nhấn nút ở trang mà thư dẫn tới.',
};

const TEXTS = { en, vi };

const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b(?!-Latn)|-Arab\b/;

/** Returns the direction of the script of a locale, for the attribute `dir`. */
export const directionOf = locale => (RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr');

/** Returns the name of a language in that language. */
export function languageName(locale) {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale);
  return name[0].toLocaleUpperCase(locale) + name.slice(1);
}

/** Returns the texts in the language of a locale, or else in English; `lang` is the language that they are in. */
export function textsFor(locale, timeZone) {
  const known = TEXTS[locale.split('-')[0]];
  const lang = known ? locale : 'en';
  const numbers = new Intl.NumberFormat(lang);
  const days = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone });
  const texts = { lang, dir: directionOf(lang), date: time => days.format(new Date(time)) };
  for (const [name, text] of Object.entries(known ?? en)) {
    const [one, more = one] = [text].flat();
    texts[name] = one.includes('#')
      ? value => (value === 1 ? one : more).replace('#', () => (typeof value === 'number' ? numbers.format(value) : value)) : text;
  }
  return texts;
}
