### Grandstand 的简体中文文案。每个目录都包含相同的消息和相同的变量。

## 所有页面

kit-tagline = 属于所有人的那一夜。
kit-skip = 跳到正文
kit-language = 语言
kit-theme-auto = 主题：自动
kit-theme-light = 主题：浅色
kit-theme-dark = 主题：深色
kit-loading = 请稍候…
kit-try-again = 重试
kit-load-more = 显示更多
kit-cancel = 取消
kit-sign-out = 退出登录
kit-console = 控制台
kit-fan-page = 去拆红包
kit-role-fan = 观众
kit-role-operator = 运营人员
kit-role-auditor = 审计人员
kit-role-noc = 委员会成员
kit-role-replay = 回放操作员
kit-unreachable = 无法连接服务器。请检查网络后重试。

## 按固定代码列出的错误

error-auth-missing = 你尚未登录。
error-auth-invalid = 登录信息无效。
error-auth-expired = 登录已过期。
error-auth-code_used = 这个登录链接已过期或已被使用。
error-auth-forbidden = 你的身份无权执行此操作。
error-auth-guests_closed = 此处不对访客开放红包。请使用发给你的登录链接。
error-auth-cross_site = 请求来自其他网站，已被拒绝。
error-request-invalid = 请求内容有误，请检查你填写的信息。
error-request-too_large = 请求内容过大。
error-request-timeout = 请求耗时过长，请重试。
error-request-not_found = 此地址没有内容。
error-limit-rate = 操作过于频繁，请稍等片刻。
error-server-overloaded = 此刻来的人非常多，请稍后再试。
error-database-unavailable = 账本暂时无法访问。你的权益不会丢失，请稍后再试。
error-server-internal = 我们这边出了点问题。
error-campaign-pool_unknown = 此活动不存在。
error-campaign-not_open = 红包目前无法领取。
error-campaign-gone = 红包已全部领完。
error-campaign-occasion_unknown = 此活动没有这个场次。
error-campaign-state_conflict = 奖池当前状态不允许此操作，可能已有其他人先行操作。
error-campaign-plan_invalid = 此方案无法成立。请检查金额、份数和场次。

## 观众页

fan-page-title = 你的红包 · Grandstand
fan-eyebrow = 红包
fan-lead = 其中一个属于你。想拆就拆：无论点多少次，只会拆开一次。
fan-open = 拆红包
fan-opening = 正在拆…
fan-open-again = 再拆一次
fan-next = 下一个红包
fan-yours = 归你了
fan-opened = 这个红包你已经拆开。无论再问多少次，都是同一份，同样的金额。
fan-paused = 红包暂停片刻。你的权益不会丢失，恢复后本页会自动更新。
fan-closed = 本次活动已结束。你领到的红包仍在钱包里。
fan-gone = 红包已全部领完，最后一个刚刚找到了主人。
fan-waiting = 你的名额已保留，{ $seconds } 秒后再次询问。
fan-asking = 你的名额已保留，正在询问。
fan-announcement = 你从“{ $title }”领到 { $amount }。
fan-valid-until = 有效期至 { $date }
fan-empty-title = 还没有红包
fan-empty-text = 目前没有可拆的红包。活动开始后再来看看吧。

wallet-title = 我的钱包
wallet-empty = 这里还是空的。你拆开的红包都会存放在这里。
wallet-share = 第 { $share } 份
wallet-pool-unknown = { $pool } 号活动

## 登录页

sign-in-page-title = 登录 · Grandstand
sign-in-title = 登录
sign-in-working = 正在验证你的链接…
sign-in-done = 登录成功，正在跳转…
sign-in-no-code = 此页面需要登录链接。请打开发给你的链接，每个链接仅可使用一次。
sign-in-refused = 请向发送者索取新的链接。每个链接仅可使用一次，且有效时间很短。

## 控制台

console-page-title = 控制台 · Grandstand
console-title = 控制台
console-gate-title = 此页面仅供运营使用
console-gate-signed-out = 你尚未登录。请打开运营人员或审计人员的登录链接。
console-gate-role = 你当前的登录身份：{ $role }。此页面需要运营人员或审计人员身份。
console-auditor-note = 你以审计人员身份登录：可以查看全部内容，但不能更改。
console-pool = 奖池
console-no-pools = 还没有奖池。
console-new-pool = 新建奖池
console-figures = 关键数据
console-state = 状态
console-state-draft = 草稿
console-state-open = 进行中
console-state-paused = 已暂停
console-state-closed = 已关闭
console-remaining = 剩余
console-spent = 已发放
console-of-total = 共 { $total }
console-of-budget = 占预算 { $part }
console-granted = 已领份数
console-of-shares = 共 { NUMBER($shares) } 份
console-rate = 每秒领取
console-lanes = 共 { $lanes } 条通道
console-live = 实时
console-reconnecting = 正在重新连接…
console-burn-down = 预算消耗
console-plot = 剩余预算随时间变化的曲线，相同数据列于表中。
console-table-caption = 剩余预算随时间的变化
console-column-time = 时间
console-column-remaining = 剩余
console-column-granted = 已领份数
console-no-points = 还没有人领取。曲线将从第一份开始。
console-acts = 审计日志
console-acts-caption = 何人、何时、因何更改了此奖池
console-acts-empty = 此奖池还没有任何操作记录。
console-column-when = 时间
console-column-act = 操作
console-column-reason = 理由
console-column-who = 操作者
console-act-pool-created = 创建
console-act-pool-opened = 开启
console-act-pool-paused = 暂停
console-act-pool-resumed = 恢复
console-act-pool-closed = 关闭

console-do-open = 开启
console-do-pause = 暂停
console-do-resume = 恢复
console-do-close = 关闭
console-ask-open = 开启这个奖池？
console-ask-pause = 暂停这个奖池？
console-ask-resume = 恢复这个奖池？
console-ask-close = 永久关闭这个奖池？
console-effect-open = 观众可以立即开始拆红包。
console-effect-pause = 恢复之前，任何红包都无法拆开。已领取的份额不受影响。
console-effect-resume = 观众可以立即继续拆红包。
console-effect-close = 奖池关闭后无法再次开启。已领取的份额不受影响。
console-confirm-open = 开启奖池
console-confirm-pause = 暂停奖池
console-confirm-resume = 恢复奖池
console-confirm-close = 关闭奖池
console-reason = 理由
console-reason-hint = 将记入审计日志，{ $min } 至 { $max } 个字符。
console-reason-missing = 请填写 { $min } 至 { $max } 个字符的理由。
console-done-open = 奖池已开启。
console-done-pause = 奖池已暂停。
console-done-resume = 奖池已恢复。
console-done-close = 奖池已关闭。

console-form-titles = 标题
console-form-titles-hint = 至少填写一种语言；观众会看到自己的语言，否则显示英文。
console-form-budget = 预算
console-form-total = 总金额
console-form-currency = 货币
console-form-shares = 份数
console-form-minimum = 单份最低金额
console-form-curve = 分配方式
console-form-curve-uniform = 随机金额
console-form-curve-equal = 等额
console-form-occasions = 场次
console-form-occasions-hint = 用逗号分隔。每位观众每个场次可领一份。
console-form-valid-until = 份额有效期至（选填）
console-form-submit = 创建草稿
console-form-wrong-title = 请至少填写一种语言的标题。
console-form-wrong-currency = 请填写三个字母的货币代码，例如 CNY。
console-form-wrong-amount = 请用普通数字填写金额，例如 200000 或 0.01。
console-form-wrong-shares = 请填写份数，须为不小于 1 的整数。
console-form-wrong-budget = 总金额不足：每一份都不能低于最低金额。
console-form-wrong-occasions = 请填写 1 至 { $max } 个场次。
console-form-done = 奖池已创建为草稿。

## 演示

demo-pool-title = 开幕之夜红包
demo-night-title = 2 月 6 日之夜
