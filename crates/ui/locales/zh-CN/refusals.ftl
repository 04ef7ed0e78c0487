refused-application-title = 此应用无法让您在这里登录
refused-application-lead = 它的请求与此服务器所知的信息不符。这与您的账户无关。请返回应用，并告知其运营者。
refused-ended-title = 此次登录已结束
refused-ended-lead = 可能耗时过长、已经完成，或是在其他浏览器中开始的。请返回应用并重新登录。
refused-sign-out-title = 退出登录未成功
refused-sign-out-lead = 请求不完整或已过期，您可能仍处于登录状态。请在应用中再次退出登录。
