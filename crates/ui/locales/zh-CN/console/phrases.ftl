# 租户自己的页面文案。
console-phrases = 文案
console-phrases-lead = 用你自己的话表述托管页面的内容。未填写之处使用内置文案。
console-phrases-own = 自定义文案
console-phrases-otherwise = 其余使用
console-phrases-count = { $count ->
    [0] 暂无
   *[other] { $count } 条
}
console-phrases-none = 还没有自定义文案
console-phrases-none-lead = 页面无需自定义即支持十五种语言。添加一种语言，即可用符合你产品的方式表述。
console-phrases-add = 添加语言
console-phrases-add-lead = 此后页面会向使用该语言的人显示它。下一页可填写你自己的文案。
console-phrases-language-hint = 未自定义之处使用该语言的内置文案；没有时使用英语。
console-phrases-language-wrong = 请选择尚未在列表中的语言。
console-phrases-added = 语言已添加。请在需要更改之处填写你自己的文案。
console-phrases-of-lead = 每个输入框上方是内置文案（{ $language }）：留空时即显示它。你的文案保存后立即生效。
console-phrases-search = 按文字或键搜索
console-phrases-section = 分类
console-phrases-every-section = 所有分类
console-phrases-whose = 文案来源
console-phrases-all = 全部文案
console-phrases-only-own = 仅自定义文案
console-phrases-put-back = 恢复内置
console-phrases-variable-wrong = 此文案中没有内容可替换 { $name }。请检查拼写，或将其删除。
console-phrases-in-the-way = 你的其他文案占用了 { $place }。请先恢复它们，它们位于最后一个分类。
console-phrases-too-long = 此语言的文案总长度过长。请缩短其中一些。
console-phrases-remove = 移除此语言
console-phrases-remove-lead = 移除该语言的所有自定义文案。
console-phrases-remove-title = 移除 { $language } 的文案？
console-phrases-remove-consequence = 使用该语言的人将重新看到内置文案，可能是该语言或其他语言。
console-phrases-remove-final = 你的文案无法恢复。如可能还会用到，请先复制。
console-phrases-remove-fallback = 这是后备语言。请先在“内容”中选择其他语言，然后再移除。
console-phrases-removed = 语言及其自定义文案已移除。

# 列表的分类。
console-phrases-sign-in = 登录与注册
console-phrases-sign-in-lead = 首页、验证码、密码，以及账户需要补充的信息。
console-phrases-choices = 设备与选择
console-phrases-choices-lead = 设备登录，以及选择账户或组织。
console-phrases-consent = 授权与退出登录
console-phrases-consent-lead = 应用请求的内容、退出登录，以及无法继续时的说明。
console-phrases-factors = 第二步验证
console-phrases-factors-lead = 再次证明身份及其设置。
console-phrases-trusted = 受信任的浏览器
console-phrases-trusted-lead = 无需第二步验证的浏览器。
console-phrases-elsewhere = 其他平台账户
console-phrases-elsewhere-lead = 使用其他平台登录并关联其账户。
console-phrases-people = 人机验证与条款
console-phrases-people-lead = 区分人与程序，以及继续之前的同意。
console-phrases-errors = 错误提示
console-phrases-errors-lead = 输入内容有何问题，以及如何处理。
console-phrases-notices = 提示页面
console-phrases-notices-lead = 仅用于说明的页面，例如登录已结束。
console-phrases-account = 账户中心
console-phrases-account-lead = 用户管理自己账户的页面。
console-phrases-portal = 组织门户
console-phrases-portal-lead = 组织自行管理的页面。
console-phrases-further = 你自己的页面
console-phrases-further-lead = 托管页面不显示这些文案。你自己编写的页面可从 /api/.well-known/phrases 获取。
