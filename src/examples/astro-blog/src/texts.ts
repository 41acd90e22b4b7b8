// The words of the blog itself. Another language is one more entry; `#` stands for a number or a name.
const en = {
  search: 'Search', results: 'Results for “#”', none: 'No article matches.', older: 'Older articles',
  newer: 'Newer articles', archive: 'All articles', updated: 'Updated: #', more: 'More articles about #',
  related: 'Related articles', previous: 'Previous: #', next: 'Next: #', views: ['# view', '# views'],
  comments: ['# comment', '# comments'], preview: 'This is a preview. It is not published.',
  closed: 'New comments are closed.', members: 'Members can comment here.', name: 'Name', email: 'Email',
  password: 'Password (12 characters or more)', comment: 'Comment', send: 'Send', reply: 'Reply', edit: 'Edit',
  save: 'Save', withdraw: 'Withdraw', deleted: 'This comment was deleted.',
  waits: 'Waits for a moderator; until then only you see it.', moreComments: 'More comments',
  account: 'Sign up', signUp: 'Sign up', signIn: 'Sign in', signOut: 'Sign out', signedIn: 'You are signed in as #.',
  link: 'Mail me a link instead', mailed: 'A mail is on its way.',
  verified: 'Your address is verified. Please sign in.', subscribe: 'New articles by email',
  confirmed: 'You are subscribed.', failed: 'This did not work. Please try again.',
  notFound: 'There is nothing at this address.',
};

const vi: typeof en = {
  search: 'Tìm', results: 'Kết quả cho “#”', none: 'Không có bài viết nào phù hợp.', older: 'Bài cũ hơn',
  newer: 'Bài mới hơn', archive: 'Tất cả bài viết', updated: 'Cập nhật: #', more: 'Bài viết khác về #',
  related: 'Bài viết liên quan', previous: 'Bài trước: #', next: 'Bài sau: #', views: ['# lượt xem'],
  comments: ['# bình luận'], preview: 'Đây là bản xem trước, chưa được đăng.',
  closed: 'Bài viết này không nhận bình luận mới.', members: 'Chỉ thành viên mới bình luận được ở đây.', name: 'Tên',
  email: 'Email', password: 'Mật khẩu (ít nhất 12 ký tự)', comment: 'Bình luận', send: 'Gửi', reply: 'Trả lời',
  edit: 'Sửa', save: 'Lưu', withdraw: 'Rút lại', deleted: 'Bình luận này đã bị xóa.',
  waits: 'Đang chờ duyệt; cho đến lúc đó chỉ bạn nhìn thấy.', moreComments: 'Thêm bình luận',
  account: 'Đăng ký', signUp: 'Đăng ký', signIn: 'Đăng nhập', signOut: 'Đăng xuất',
  signedIn: 'Bạn đã đăng nhập với tên #.', link: 'Gửi liên kết qua thư', mailed: 'Một thư đang được gửi đến bạn.',
  verified: 'Địa chỉ đã được xác nhận. Mời bạn đăng nhập.', subscribe: 'Nhận bài mới qua email',
  confirmed: 'Bạn đã đăng ký nhận bài mới.', failed: 'Không thực hiện được. Vui lòng thử lại.',
  notFound: 'Không có gì ở địa chỉ này.',
};

/** Returns the words in the language of a locale, or else in English. */
export function textsFor(locale: string) {
  const words = locale.split('-')[0] === 'vi' ? vi : en;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    ...words,
    date: (time: string) => days.format(new Date(time)),
    say: (text: string, value: string) => text.replace('#', () => value),
    count: ([one, many = one]: string[], n: number) => (n === 1 ? one! : many!).replace('#', n.toLocaleString(locale)),
  };
}

export type Texts = ReturnType<typeof textsFor>;
